//! What a dry run shows: JSON lines, text, and what differs from an expectation.

use serde_json::{Value as Json, json};
use waymark::journey::*;
use waymark::simulate::{Discard, Reason, SetupError, Step, Trace, default_scenario, dry_run, expectation, text};

use crate::build::*;

fn story() -> Story {
    Story::new()
        .with(Item::Action(posting("action-a", "Send")))
        .event("Go", "", r#"{"total": 120}"#)
        .then("entry", on("Go"))
        .then("which", data(&[("path-large", "@event{Go.total} > 100")], true))
        .at("which", branch("path-large"))
        .then("call", call("action-a", &[], false))
        .then("mail", email("Hello", "there"))
        .happens(Duration::Seconds(0), arrives("Go"))
}

#[test]
fn each_run_is_one_json_object_on_one_line() {
    let lines = story().trace().to_json_lines();
    assert_eq!(lines.lines().count(), 1);
    let mut run: Json = serde_json::from_str(&lines).unwrap();
    assert!(run["zones"].as_str().is_some_and(|zones| zones.starts_with("20")), "a version of the zone database");
    run["zones"] = "…".into();
    assert_eq!(
        run,
        json!({
            "journey": "journey-test",
            "profile": "profile-anna",
            "seed": 1,
            "zones": "…",
            "steps": [
                {
                    "activity": "entry",
                    "at": "2026-01-05T09:00:00.000Z",
                    "status": "transitions",
                    "because": "Go arrived",
                },
                {
                    "activity": "which",
                    "at": "2026-01-05T09:00:00.000Z",
                    "status": "transitions",
                    "branch": "path-large",
                    "because": "path-large: Go.total is 120",
                },
                {
                    "activity": "call",
                    "at": "2026-01-05T09:00:00.000Z",
                    "status": "transitions",
                    "because": "answered 200",
                    "action": {
                        "method": "POST",
                        "url": "https://api.example.com/v1",
                        "headers": {"Charset": "UTF-8", "Content-Type": "application/json"},
                    },
                },
                {
                    "activity": "mail",
                    "at": "2026-01-05T09:00:00.000Z",
                    "status": "ended",
                    "because": "sent to anna@example.com",
                    "message": {
                        "channel": "email",
                        "to": "anna@example.com",
                        "subject": "Hello",
                        "body": "there",
                    },
                },
            ],
            "end": {"reason": "completed", "at": "2026-01-05T09:00:00.000Z"},
        })
    );
    let read: Vec<waymark::simulate::Run> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Trace { runs: read }, story().trace(), "what is written can be read");
}

#[test]
fn every_status_and_reason_has_the_word_of_the_contract() {
    use waymark::simulate::Status;
    let words = |status: Status| serde_json::to_value(status).unwrap();
    let statuses = [
        (Status::Ended, "ended"),
        (Status::Error, "error"),
        (Status::Transitions, "transitions"),
        (Status::Capped, "capped"),
        (Status::TimedOut, "timedout"),
        (Status::InstanceTimedout, "instanceTimedout"),
        (Status::Waiting, "waiting"),
    ];
    for (status, word) in statuses {
        assert_eq!((words(status), status.word()), (word.into(), word));
    }
    let reasons = [
        (Reason::Completed, "completed"),
        (Reason::NoPath, "noPath"),
        (Reason::ExitCriteria, "exitCriteria"),
        (Reason::Error, "error"),
        (Reason::InstanceTimedout, "instanceTimedout"),
        (Reason::Ejected, "ejected"),
        (Reason::JourneyEnded, "journeyEnded"),
        (Reason::Stopped, "stopped"),
        (Reason::Running, "running"),
        (Reason::Discarded(Discard::NotSuitable), "discarded:notSuitableInitialEvent"),
    ];
    for (reason, word) in reasons {
        assert_eq!(serde_json::to_value(reason).unwrap(), Json::from(word));
        assert_eq!(Reason::from_word(word), Some(reason));
    }
}

#[test]
fn the_text_names_people_steps_and_reasons() {
    let story = story();
    let words = text(&story.trace(), &story.workspace());
    assert_eq!(
        words,
        "profile-anna in “Test”
  2026-01-05T09:00:00.000Z  entry — Go arrived
  2026-01-05T09:00:00.000Z  which — path-large: Go.total is 120
  2026-01-05T09:00:00.000Z  call — answered 200
      POST https://api.example.com/v1
      Charset: UTF-8
      Content-Type: application/json
  2026-01-05T09:00:00.000Z  mail — sent to anna@example.com
      email to anna@example.com
      Subject: Hello
      there
  2026-01-05T09:00:00.000Z  end of the path
"
    );
}

#[test]
fn an_expectation_holds_for_the_trace_that_it_was_made_of() {
    let story = story();
    let trace = story.trace();
    let expected = expectation::of(&trace);
    assert_eq!(
        expected[0].steps,
        [
            "2026-01-05T09:00:00.000Z entry transitions",
            "2026-01-05T09:00:00.000Z which transitions path-large",
            "2026-01-05T09:00:00.000Z call transitions | POST https://api.example.com/v1",
            "2026-01-05T09:00:00.000Z mail ended | email to anna@example.com: Hello",
        ]
    );
    assert!(expectation::compare(&expected, &trace).is_empty());
    let mut other_zones = trace;
    other_zones.runs[0].zones = "1999a".to_owned();
    assert!(expectation::compare(&expected, &other_zones).is_empty(), "the zone database is never compared");
}

#[test]
fn a_line_of_an_expectation_reads_back_as_its_step() {
    for step in &story().trace().runs[0].steps {
        let line = step.line();
        let (read, sent) = Step::read_line(&line).expect("a line that was just written");
        let told = Step { because: None, action: None, message: None, ..step.clone() };
        assert_eq!(read, told);
        assert_eq!(sent.is_some(), step.action.is_some() || step.message.is_some(), "{line}");
    }
    for stranger in
        ["", "end completed", "2026-01-05 entry transitions", "2026-01-05T09:00:00Z entry flies", "words only"]
    {
        assert!(Step::read_line(stranger).is_none(), "{stranger}");
    }
}

#[test]
fn what_differs_is_shown_line_by_line() {
    let expected = expectation::of(&story().trace());
    let changed = story().scenario(|scenario| scenario.happenings[0].what = arrives_with("Go", r#"{"total": 1}"#));
    let differences = expectation::compare(&expected, &changed.trace());
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].title, "run 1: profile-anna differs");
    assert_eq!(
        differences[0].lines,
        [
            " 2026-01-05T09:00:00.000Z entry transitions",
            "-2026-01-05T09:00:00.000Z which transitions path-large",
            "-2026-01-05T09:00:00.000Z call transitions | POST https://api.example.com/v1",
            "-2026-01-05T09:00:00.000Z mail ended | email to anna@example.com: Hello",
            "+2026-01-05T09:00:00.000Z which ended other",
            " end completed",
        ]
    );
    let missing = expectation::compare(&expected, &Trace::default());
    assert_eq!(missing[0].title, "run 1: profile-anna was expected and did not take place");
    let additional = expectation::compare(&[], &story().trace());
    assert_eq!(additional[0].title, "run 1: profile-anna was not expected");
}

#[test]
fn a_dry_run_that_cannot_begin_says_why() {
    let says = |story: &Story| dry_run(&story.workspace(), &story.scenario).expect_err("no dry run").to_string();
    let nobody = story().scenario(|scenario| scenario.profiles.clear());
    assert_eq!(says(&nobody), "nobody takes part: name at least one test profile");
    let stranger = story().scenario(|scenario| scenario.profiles = vec!["profile-none".into()]);
    assert_eq!(says(&stranger), "there is no profile profile-none: choose another one, or add it to the workspace");
    let real = story().with_person("anna", |anna| anna.test_profile = false);
    assert!(says(&real).contains("is not flagged as a test profile"));
    assert_eq!(default_scenario(&real.workspace(), &real.journey.id), Err(SetupError::Nobody));
    let mut headless = story();
    headless.journey.activities.retain(|activity| activity.id.as_str() != "entry");
    assert!(says(&headless).starts_with("“Test” has no first step"));
    let mut two = story();
    two = two.at("nowhere", Port::Next).then("second", on("Go"));
    two.journey.connections.retain(|wire| wire.to.as_str() != "second");
    for step in &mut two.journey.activities {
        step.label = if step.id.as_str() == "entry" { "Order placed".to_owned() } else { String::new() };
    }
    assert_eq!(says(&two), "“Test” begins in 2 places (Order placed, event): keep one of them, or connect the others");
}
