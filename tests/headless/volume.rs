//! A crowd against what it shares: what arithmetic says of bursts, what the report says of it, and the command.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use waymark::journey::files::{self, Files};
use waymark::journey::*;
use waymark::simulate::volume::{EndpointVolume, Forecast, JourneyVolume, forecast};

use crate::build::*;
use crate::run_limits::{calling, cap};

pub fn population(people: u32, pace: Pace) -> Population {
    let arrivals = Arrivals { what: Coming::Event(event_id("Go")), inside: None, share: WHOLE, times: 1, pace };
    Population { format: FORMAT, people: Some(people), arrivals: vec![arrivals], ..Population::default() }
}

pub fn at_once() -> Pace {
    Pace::At { after: Duration::Seconds(0) }
}

pub fn with(story: &Story, population: Population) -> Workspace {
    Workspace { population: Some(Arc::new(population)), ..story.workspace() }
}

pub fn ran(workspace: &Workspace) -> Forecast {
    forecast(workspace, (1, None), None, |_| true).expect("a forecast")
}

pub fn messages(forecast: &Forecast) -> &EndpointVolume {
    forecast.endpoints.iter().find(|it| it.name == "Messages").expect("the endpoint")
}

pub fn samples() -> Workspace {
    files::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys")).expect("the samples").workspace
}

#[test]
fn of_a_burst_a_cap_drops_what_is_beyond_it() {
    // 500 at one moment against 30 a second: 470 are refused, and nobody tries again.
    let forecast = ran(&with(&calling(1, cap(30, 1_000), None), population(500, at_once())));
    let endpoint = messages(&forecast);
    assert_eq!((endpoint.calls, endpoint.capped, endpoint.queued), (30, 470, 0));
    assert_eq!(endpoint.busiest_second.map(|it| it.count), Some(30));
    let loss = &forecast.losses[0];
    assert_eq!((loss.people, loss.cause.as_str()), (470, "capped"));
    assert_eq!((loss.first, loss.last), (forecast.start, forecast.start));
    assert_eq!(loss.because, "refused: “Messages” lets 30 calls a second through");
    assert!(forecast.loses_calls());
}

#[test]
fn a_steady_stream_loses_what_is_beyond_its_cap_second_by_second() {
    // 40 a second for 10 seconds (400 people) against 30 a second.
    let forecast = ran(&with(&calling(1, cap(30, 1_000), None), population(400, Pace::Steady { per_second: 40.0 })));
    let endpoint = messages(&forecast);
    // Any second of ten lets 30 through.
    assert_eq!((endpoint.calls, endpoint.capped), (300, 100));
    assert_eq!(endpoint.points.iter().map(|point| point.calls).sum::<u64>(), 300);
    assert_eq!(endpoint.points.iter().map(|point| point.capped).sum::<u64>(), 100);
}

#[test]
fn the_last_of_a_burst_waits_as_long_as_those_before_it_take() {
    // 1,000 at one moment through 200 a second: the last 200 leave after four whole seconds.
    let forecast = ran(&with(&calling(1, None, Some(200)), population(1_000, at_once())));
    let endpoint = messages(&forecast);
    assert_eq!((endpoint.calls, endpoint.capped, endpoint.queued), (1_000, 0, 800));
    assert_eq!(endpoint.longest_queue.map(|it| it.count), Some(800));
    assert_eq!(endpoint.longest_delay_ms.map(|it| it.count), Some(4_000));
    assert_eq!(forecast.end.duration_since(forecast.start).as_millis(), 4_000);
    assert!(forecast.losses.is_empty() && !forecast.loses_calls());
}

#[test]
fn what_waits_six_hours_in_vain_is_dropped_then() {
    // One a second takes 21,601 within six hours, the first at once: of 21,700 the last 99 wait in vain.
    let forecast = ran(&with(&calling(1, None, Some(1)), population(21_700, at_once())));
    let endpoint = messages(&forecast);
    assert_eq!((endpoint.calls, endpoint.given_up), (21_601, 99));
    assert_eq!(endpoint.longest_delay_ms.map(|it| it.count), Some(21_600_000));
    let dropped: Vec<_> = endpoint.points.iter().filter(|point| point.given_up > 0).collect();
    assert_eq!(dropped.len(), 1);
    assert_eq!(endpoint.first_lost.map(|at| at.duration_since(forecast.start).as_millis()), Some(21_600_000));
    assert!(endpoint.points.len() <= 300);
}

#[test]
fn another_system_answers_as_fast_and_as_badly_as_it_is_said_to() {
    let behaviour = SystemBehaviour {
        system: System::Endpoint("endpoint-a".into()),
        latency: Lapse::Always(0.25),
        answers: vec![AnswerShare { status: 404, share: 2_000 }],
        capacity_per_second: None,
    };
    let story = calling(1, cap(100_000, 1_000), None);
    let said = |behaviour| Population { systems: vec![behaviour], ..population(20_000, at_once()) };
    let forecast = ran(&with(&story, said(behaviour.clone())));
    assert_eq!(forecast.end.duration_since(forecast.start).as_millis(), 250);
    let refused = messages(&forecast).answers["404"];
    // Four standard errors of a fifth of 20,000.
    assert!(refused.abs_diff(4_000) < 227, "{refused}");
    // Beyond what it takes it answers with 429, and each such call is tried again three times: 5 of 8 a second.
    let capacity = SystemBehaviour { answers: Vec::new(), capacity_per_second: Some(5), ..behaviour };
    let forecast = ran(&with(&story, Population { people: Some(8), ..said(capacity) }));
    let endpoint = messages(&forecast);
    assert_eq!(endpoint.answers["200"] + endpoint.answers["429"], endpoint.calls);
    assert!(endpoint.answers["429"] >= 3 && endpoint.retries > 0 && forecast.loses_calls());
}

#[test]
fn everybody_is_accounted_for_and_the_same_seed_says_the_same() {
    let workspace = samples();
    let run = |seed| forecast(&workspace, (seed, Some(400)), None, |_| true).expect("a forecast");
    let first = run(1);
    let came = |journey: &&JourneyVolume| journey.entered > 0;
    assert!(first.journeys.iter().filter(came).count() >= 8, "{:?}", first.journeys);
    for journey in &first.journeys {
        let over: i64 =
            journey.ended.iter().filter(|(reason, _)| !reason.starts_with("discarded")).map(|(_, n)| n).sum();
        assert_eq!(over, journey.entered, "{}", journey.name);
        let entrances: u64 = journey.entrances.iter().map(|point| point.count).sum();
        assert_eq!(i64::try_from(entrances).unwrap(), journey.entered, "{}", journey.name);
        assert!(journey.entrances.len() <= 300);
    }
    for endpoint in first.endpoints.iter().chain(&first.budgets) {
        assert!(endpoint.points.len() <= 300, "{}", endpoint.name);
        assert_eq!(endpoint.points.iter().map(|it| it.calls).sum::<u64>(), endpoint.calls, "{}", endpoint.name);
        assert_eq!(endpoint.answers.values().sum::<u64>(), endpoint.calls, "{}", endpoint.name);
    }
    let sent: u64 = first.messages.by_medium.values().sum();
    let by_days: u64 = first.messages.per_person_and_day.iter().map(|(count, days)| u64::from(*count) * days).sum();
    assert_eq!(sent, by_days);
    assert!(sent > 0 && !first.assumptions.is_empty());
    assert_eq!(first, run(1));
    assert_ne!(first.journeys, run(2).journeys);
}

#[test]
fn audiences_are_as_large_as_they_are_said_to_be() {
    let story = Story::new().audience("gold", "").then("entry", read("gold")).then("mail", email("Hello", ""));
    let memberships = vec![MembershipShare { audience: "audience-gold".into(), share: 2_500, ..Default::default() }];
    let workspace = with(&story, Population { memberships, arrivals: Vec::new(), ..population(40_000, at_once()) });
    let forecast = ran(&workspace);
    let entered = forecast.journeys[0].entered;
    // Four standard errors of a quarter of 40,000.
    assert!(entered.abs_diff(10_000) < 347, "{entered}");
    assert_eq!(forecast.messages.by_medium["email"], u64::try_from(entered).unwrap());
    assert_eq!(forecast.messages.per_person_and_day.len(), 1, "one to each");
}

#[test]
fn who_people_are_decides_the_way_they_take() {
    let story = Story::new()
        .event("Go", "", "{}")
        .then("entry", on("Go"))
        .then("choice", data(&[("gold", "#{ExperiencePlatform.Customer.tier} == \"gold\"")], true));
    let text = |text: &str| Value::Text(text.to_owned());
    let choice = |value: &str, weight| WeightedValue { value: text(value), weight };
    let attribute =
        |field: &str, given: Vec<Given>, draw| AttributeDraw { field: field.to_owned(), given, missing: 0, draw };
    let given = vec![Given { field: "country".to_owned(), is: text("se") }];
    let attributes = vec![
        attribute("country", Vec::new(), Distribution::Choice(vec![choice("se", 1), choice("dk", 3)])),
        attribute("tier", given, Distribution::Constant(text("gold"))),
        attribute("tier", Vec::new(), Distribution::Constant(text("basic"))),
    ];
    let forecast = ran(&with(&story, Population { attributes, ..population(8_000, at_once()) }));
    let choice =
        forecast.journeys[0].activities.iter().find(|it| it.activity.as_str() == "choice").expect("the choice");
    let gold = choice.branches.values().min().copied().unwrap_or_default();
    // Everybody in Sweden, and nobody else: four standard errors of a quarter of 8,000.
    assert!(gold.abs_diff(2_000) < 155, "{:?}", choice.branches);
    assert_eq!(choice.branches.values().sum::<i64>(), 8_000);
}

#[test]
fn those_who_came_in_bring_what_the_journey_listens_for_and_react_to_messages() {
    let story = Story::new()
        .event("Go", "", "{}")
        .event("Paid", "", "{}")
        .then("entry", on("Go"))
        .then("paid", listen("Paid", Duration::Hours(1), true))
        .then("mail", email("Thanks", ""))
        .then(
            "opened",
            Kind::Reaction(Reaction {
                message: Some("mail".into()),
                reaction: ReactionKind::Opened,
                timeout: Some(Duration::Hours(10)),
                timeout_path: true,
            }),
        );
    let follow_up = FollowUp {
        journey: "journey-test".into(),
        event: event_id("Paid"),
        share: 4_000,
        after: Lapse::Between { from: 60.0, to: 600.0 },
    };
    let reaction = ReactionShares {
        message: None,
        medium: None,
        when: "".into(),
        opened: 5_000,
        clicked: 0,
        after: Lapse::Always(30.0),
    };
    let population =
        Population { follow_ups: vec![follow_up], reactions: vec![reaction], ..population(5_000, at_once()) };
    let forecast = ran(&with(&story, population));
    let step = |id: &str| forecast.journeys[0].activities.iter().find(|it| it.activity.as_str() == id).expect(id);
    let paid = step("mail").reached;
    assert!(paid.abs_diff(2_000) < 139, "{paid}");
    let late = step("opened").branches.get("timeout").copied().unwrap_or_default();
    assert!((paid - late).abs_diff(paid / 2) < 90, "{late} of {paid} did not open it");
}

#[test]
fn people_of_a_table_are_those_of_the_table() {
    let story = calling(1, None, None).with(Item::Audience(Audience {
        id: "audience-gold".into(),
        name: "Gold".to_owned(),
        ..Audience::default()
    }));
    let mut workspace =
        with(&story, Population { people: None, file: "people.csv".to_owned(), ..population(1, at_once()) });
    let table =
        "id,zone,email,audience.Gold,points\nA-1,Europe/Paris,anna@example.com,yes,7\nB-2,,\"b,en@example.com\",no,\n";
    let forecast = |workspace: &Workspace, table: &str| {
        waymark::simulate::volume::forecast(workspace, (1, None), Some(table), |_| true)
    };
    assert_eq!(forecast(&workspace, table).expect("a forecast").people, 2);
    let wrong = |table: &str| forecast(&workspace, table).expect_err("a fault").to_string();
    assert_eq!(
        wrong("zone\nEurope/Paris\nMars\n"),
        "file: people.csv:3:1: \"Mars\" is no time zone; write Europe/Paris"
    );
    assert_eq!(
        wrong("email,audience.Silver\n"),
        "file: people.csv:1:2: there is no audience \"Silver\"; known are Gold"
    );
    assert!(wrong("email;points\n").contains("commas"));
    assert!(wrong("email\n").contains("no rows"));
    let inside = Population { file: "people.csv".to_owned(), people: None, ..population(1, at_once()) };
    let arrivals = vec![Arrivals { inside: Some("audience-gold".into()), ..inside.arrivals[0].clone() }];
    workspace.population = Some(Arc::new(Population { arrivals, ..inside }));
    assert_eq!(forecast(&workspace, table).expect("a forecast").journeys[0].entered, 1, "Anna alone is gold");
}

#[test]
fn a_forecast_can_be_broken_off() {
    let workspace = with(&calling(1, None, Some(1)), population(20_000, at_once()));
    let mut asked = 0;
    let forecast = forecast(&workspace, (1, None), None, |progress| {
        asked += 1;
        assert!(progress.done > 0);
        asked < 2
    })
    .expect("a forecast");
    assert!(forecast.cancelled && asked == 2);
    let journey = &forecast.journeys[0];
    assert_eq!(journey.ended.values().sum::<i64>(), journey.entered);
}

pub fn waymark(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_waymark")).args(arguments).output().expect("a program that runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_says_what_becomes_of_a_crowd() {
    let journeys = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let path = journeys.to_str().expect("a path");
    let (code, text, complaints) = waymark(&["volume", path, "--profiles", "300"]);
    assert_eq!((code, complaints.as_str()), (0, ""));
    assert!(text.starts_with("300 people through "), "{text}");
    assert!(text.contains("\nWhat the journeys share\n") && text.contains("\nAssumed, where nobody stated it\n"));
    let (code, json, _) = waymark(&["volume", path, "--profiles", "300", "--format", "json"]);
    assert_eq!(code, 0);
    let read: Forecast = serde_json::from_str(&json).expect("a forecast");
    assert_eq!(read.people, 300);
    let tree: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let keys: Vec<&str> = tree.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut expected = [
        "people",
        "seed",
        "start",
        "end",
        "losses",
        "journeys",
        "endpoints",
        "budgets",
        "messages",
        "assumptions",
        "remedies",
    ];
    expected.sort_unstable();
    assert!(keys.iter().filter(|key| **key != "leftOut").eq(expected.iter()), "{keys:?}");
    let again = waymark(&["volume", path, "--profiles", "300", "--format", "json", "--seed", "1"]).1;
    assert_eq!(again, json);
}

#[test]
fn what_a_population_names_and_nobody_has_is_said_with_file_and_line() {
    let folder = tempfile::tempdir().expect("a folder");
    files::save(&calling(1, None, None).workspace(), &mut Files::default(), folder.path()).expect("a workspace");
    let population = "(\n    format: 1,\n    arrivals: [\n        (what: Event(\"event-x\"), pace: Evenly),\n    ],\n    zones: \
                      [(zone: \"Mars\")],\n)\n";
    std::fs::write(folder.path().join("population.ron"), population).expect("a file");
    let (code, text, complaints) = waymark(&["volume", folder.path().to_str().expect("a path")]);
    assert_eq!((code, text.as_str()), (2, ""));
    assert!(
        complaints.contains("population.ron:4: arrivals, entry 1: there is no event event-x in this workspace"),
        "{complaints}"
    );
    assert!(complaints.contains("population.ron:6: zones, entry 1: \"Mars\" is no time zone"), "{complaints}");
}
