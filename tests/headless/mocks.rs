//! How other systems answer in a dry run: by rule, at chosen times, as it was recorded, by chance. What does not fit
//! what is declared is said.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use waymark::journey::files;
use waymark::journey::*;
use waymark::simulate::{Run, dry_run, text};

use crate::build::*;

const ORDER: &str = r#"{"total": 120, "city": "Bergen"}"#;

fn from() -> Answerer {
    Answerer::Action("action-a".into())
}

/// People who order at once and of whom a call tells; then a condition on the answer.
fn ordering() -> Story {
    let mut action = posting("action-a", "Send");
    action.response = r#"{"code": 1, "ok": true}"#.to_owned();
    action.payload = vec![Parameter {
        path: "total".to_owned(),
        kind: ValueType::Integer,
        value: Binding::Variable("total".to_owned()),
        ..Parameter::default()
    }];
    Story::new()
        .with(Item::Action(action))
        .event("Go", "", ORDER)
        .then("entry", on("Go"))
        .then("call", call("action-a", &[("body.total", "@event{Go.total}")], true))
        .at("call", Port::Next)
        .then("which", data(&[("path-seven", "@action{Send.code} == 7")], true))
        .happens(Duration::Seconds(0), arrives("Go"))
}

fn reply(change: impl FnOnce(&mut Reply)) -> Reply {
    let mut reply = Reply::of(from(), 200);
    change(&mut reply);
    reply
}

fn calls(runs: &[Run]) -> Vec<String> {
    let step = |run: &Run| run.steps.iter().find(|step| step.activity.as_str() == "call").cloned();
    runs.iter().map(|run| step(run).and_then(|step| step.because).unwrap_or_default()).collect()
}

#[test]
fn a_rule_over_the_request_and_the_person_decides_which_answer_is_given() {
    let gold = "#{ExperiencePlatform.Customer.tier} == \"gold\"";
    let mut story = ordering().person("ben", &[("tier", Value::Text("gold".to_owned()))]).happens_to(
        Some("anna"),
        Duration::Hours(1),
        arrives_with("Go", r#"{"total": 900}"#),
    );
    story.scenario.replies = vec![
        reply(|reply| (reply.when, reply.status) = ("@event{request.body.total} > 500".into(), 404)),
        reply(|reply| (reply.when, reply.body) = (gold.into(), r#"{"code": 7, "ok": true}"#.to_owned())),
        reply(|reply| (reply.when, reply.status) = ("@event{request.method} == \"GET\"".into(), 403)),
    ];
    story.journey.properties.reentrance = Reentrance { allowed: true, wait: Duration::Minutes(0) };
    let runs = story.trace().runs;
    // Ben is gold; Anna's first order is small, and her second is not.
    assert_eq!(calls(&runs), ["answered 200", "answered 200", "answered 404"]);
    let which = |run: usize| runs[run].steps.last().and_then(|step| step.branch.as_deref());
    assert_eq!((runs[0].profile.as_str(), which(0)), ("profile-anna", Some("other")));
    assert_eq!((runs[1].profile.as_str(), which(1)), ("profile-ben", Some("path-seven")));
    assert_eq!(runs[2].profile.as_str(), "profile-anna");
}

#[test]
fn a_system_fails_from_one_moment_until_another() {
    let hour = |hour| Duration::Hours(hour);
    let mut story = ordering();
    story.scenario.happenings.clear();
    story.journey.properties.reentrance = Reentrance { allowed: true, wait: Duration::Minutes(0) };
    for minutes in [59, 60, 119, 120] {
        story = story.happens(Duration::Minutes(minutes), arrives("Go"));
    }
    story.scenario.replies =
        vec![reply(|reply| (reply.status, reply.after, reply.before) = (404, Some(hour(1)), Some(hour(2))))];
    // From the first hour on, until the second and no longer.
    assert_eq!(calls(&story.trace().runs), ["answered 200", "answered 404", "answered 404", "answered 200"]);
}

#[test]
fn a_rule_that_is_none_and_a_system_that_is_not_there_are_refused_with_their_place() {
    let refused = |change: fn(&mut Scenario)| {
        let story = ordering().scenario(change);
        dry_run(&story.workspace(), &story.scenario).expect_err("a refusal").to_string()
    };
    let rule = refused(|scenario| {
        scenario.replies = vec![reply(|_| {}), reply(|reply| reply.when = "@event{request.total} >".into())];
    });
    assert!(rule.starts_with("replies, entry 2: @event{request.total} > is no rule: "), "{rule}");
    let nobody = refused(|scenario| scenario.systems = vec![behaviour("action-z", Lapse::Always(1.0))]);
    assert!(nobody.starts_with("systems, entry 1: there is no"), "{nobody}");
    let backwards = Lapse::Between { from: 2.0, to: 1.0 };
    let story = ordering().scenario(|scenario| scenario.systems = vec![behaviour("action-a", backwards)]);
    let said = dry_run(&story.workspace(), &story.scenario).expect_err("a refusal").to_string();
    assert!(said.starts_with("systems, entry 1: a length of time"), "{said}");
}

fn behaviour(id: &str, latency: Lapse) -> SystemBehaviour {
    SystemBehaviour { system: System::Action(id.into()), latency, answers: Vec::new(), capacity_per_second: None }
}

#[test]
fn a_rule_that_cannot_be_worked_out_gives_no_answer_and_is_said() {
    let mut story = ordering();
    story.scenario.replies =
        vec![reply(|reply| (reply.when, reply.status) = ("@event{request.body.total} and true".into(), 404))];
    let run = story.run();
    assert_eq!(calls(std::slice::from_ref(&run)), ["answered 200"]);
    assert_eq!(run.misfits.len(), 1);
    assert!(run.misfits[0].message.contains("cannot be worked out"), "{:?}", run.misfits);
}

#[test]
fn an_answer_that_does_not_fit_what_is_declared_is_said_and_changes_nothing() {
    let story = ordering().replies(from(), 200, 250, r#"{"code": "seven", "more": 1}"#, None);
    let run = story.run();
    let said = "the answer does not fit what is declared: code is no integer; ok is missing";
    assert_eq!(run.misfits.iter().map(|misfit| misfit.message.as_str()).collect::<Vec<_>>(), [said]);
    assert_eq!((run.misfits[0].activity.as_str(), run.misfits[0].at), ("call", story.scenario.start));
    let trace = story.trace();
    assert!(text(&trace, &story.workspace()).contains(&format!("2026-01-05T09:00:00.000Z  call: {said}")));
    let json = format!(r#""misfits":[{{"activity":"call","at":"2026-01-05T09:00:00.000Z","message":"{said}"}}]"#);
    assert!(trace.to_json_lines().contains(&json), "{}", trace.to_json_lines());
    // One that fits is none, nor is the declared sample itself, nor what nobody declared.
    for (status, body) in [(200, r#"{"code": 2, "ok": null, "more": 1}"#), (200, ""), (404, r#"{"why": 1}"#)] {
        assert_eq!(ordering().replies(from(), status, 0, body, None).run().misfits, [], "{status} {body}");
    }
    assert!(!ordering().trace().to_json_lines().contains("misfits"));
}

/// A workspace on disk with a scenario that takes recorded answers, and these lines in their file.
fn recorded(folder: &Path, key: &str, lines: Option<&str>) {
    let mut story = ordering().person("ben", &[]).event("Go", "", ORDER);
    story.scenario.recordings =
        vec![Recording { from: from(), file: "answers.ndjson".to_owned(), key: key.into(), answers: None }];
    let mut workspace = story.workspace();
    workspace.scenarios.insert(story.scenario.id.clone(), Arc::new(story.scenario.clone()));
    files::save(&workspace, &mut files::Files::default(), folder).expect("a folder");
    if let Some(lines) = lines {
        fs::write(folder.join("scenarios/test/answers.ndjson"), lines).expect("a file");
    }
}

fn opened_calls(folder: &Path) -> Vec<String> {
    let opened = files::open(folder).expect("a workspace");
    assert_eq!(opened.files.problems(), Vec::<String>::new());
    assert!(opened.files.is_saved(&opened.workspace), "what was read beside a scenario changes nothing");
    let scenario = opened.workspace.scenarios.values().next().expect("a scenario");
    calls(&dry_run(&opened.workspace, scenario).expect("a dry run").runs)
}

#[test]
fn recorded_answers_are_given_in_their_order_or_by_key_and_the_sample_after_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    recorded(folder, "", Some("{\"status\": 404, \"milliseconds\": 20}\n\n"));
    // Anna gets the only one; Ben what is declared.
    assert_eq!(opened_calls(folder), ["answered 404", "answered 200"]);
    let by_key = "{\"key\": \"ben@example.com\", \"status\": 403}\n{\"key\": \"nobody\", \"status\": 404}\n";
    let folder = tempfile::tempdir().expect("a folder");
    recorded(folder.path(), "#{ExperiencePlatform.Customer.email}", Some(by_key));
    let path = folder.path().join("scenarios/test/test.scenario.ron");
    let written = fs::read_to_string(&path).expect("a scenario");
    assert!(written.contains("recordings: [\n"), "{written}");
    assert!(written.contains("file: \"answers.ndjson\""), "{written}");
    assert_eq!(opened_calls(folder.path()), ["answered 200", "answered 200"]);
    let anna = by_key.replace("ben@", "anna@");
    fs::write(folder.path().join("scenarios/test/answers.ndjson"), anna).expect("a file");
    assert_eq!(opened_calls(folder.path()), ["answered 403", "answered 200"]);
}

#[test]
fn a_recorded_file_that_cannot_be_read_is_named_with_line_and_column() {
    for (lines, said) in [
        (
            Some("{\"status\": 200}\n{\"status\": 20, \"bdy\": 1}\n"),
            "answers.ndjson:2:20: this is no recorded answer (unknown field `bdy`",
        ),
        (Some("{\"status\": 20}\n"), "answers.ndjson:1:1: 20 is no HTTP status"),
        (Some("{\"key\": [1]}\n"), "answers.ndjson:1:1: a key is a text"),
        (None, "answers.ndjson:1:1: "),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        recorded(folder.path(), "", lines);
        let opened = files::open(folder.path()).expect("a workspace");
        let problems = opened.files.problems();
        let wanted = folder.path().join("scenarios/test").join(said);
        assert!(problems.len() == 1 && problems[0].starts_with(&*wanted.to_string_lossy()), "{problems:?}");
        let scenario = opened.workspace.scenarios.values().next().expect("a scenario");
        let error = dry_run(&opened.workspace, scenario).expect_err("a refusal").to_string();
        assert!(error.starts_with("recordings, entry 1: answers.ndjson was not read"), "{error}");
    }
}

#[test]
fn the_command_line_reads_recorded_answers_beside_the_scenario_that_it_is_given() {
    let folder = tempfile::tempdir().expect("a folder");
    recorded(folder.path(), "", Some("{\"status\": 404}\n"));
    let journey = folder.path().join("test.journey.ron");
    let scenario = folder.path().join("scenarios/test/test.scenario.ron");
    let simulate = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waymark"));
        let output =
            command.arg("simulate").arg(&journey).arg("--scenario").arg(&scenario).output().expect("a program");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.code(), said)
    };
    let (code, said) = simulate();
    assert!(code == Some(0) && said.contains("answered 404"), "{said}");
    fs::write(folder.path().join("scenarios/test/answers.ndjson"), "nothing").expect("a file");
    let (code, said) = simulate();
    assert!(code == Some(2) && said.contains("answers.ndjson:1:2: this is no recorded answer"), "{said}");
}

/// Four hundred people, whose calls are left to chance.
fn crowd(seed: u64) -> Story {
    let story = (0..400).fold(ordering(), |story, number| story.person(&format!("p{number:03}"), &[]));
    story.scenario(|scenario| {
        scenario.seed = seed;
        scenario.systems = vec![SystemBehaviour {
            system: System::Action("action-a".into()),
            latency: Lapse::Between { from: 0.1, to: 0.3 },
            answers: vec![AnswerShare { status: 404, share: 2_500 }],
            capacity_per_second: None,
        }];
    })
}

/// What became of each person's call, and after how many milliseconds.
fn fates(story: &Story) -> BTreeMap<ProfileId, (String, i64)> {
    let runs = story.trace().runs;
    let because = calls(&runs);
    let fate = |(run, because): (&Run, String)| (run.profile.clone(), (because, run.steps[1].effort.call_ms));
    runs.iter().zip(because).map(fate).collect()
}

#[test]
fn chance_gives_the_stated_shares_and_depends_on_nobody_else() {
    let all = fates(&crowd(1));
    let failed = all.values().filter(|(because, _)| because == "answered 404").count();
    // A quarter of 401 within three standard errors: 3·√(401·¼·¾) = 26.
    assert!(failed.abs_diff(100) <= 26, "{failed}");
    assert!(all.values().all(|(_, ms)| (100..=300).contains(ms)), "{all:?}");
    let mean = all.values().map(|(_, ms)| ms).sum::<i64>() / 401;
    // Evenly between: 200 ms within three standard errors, 3·(200/√12)/√401 = 9.
    assert!((191..=209).contains(&mean), "{mean}");
    assert_eq!(all, fates(&crowd(1)));
    assert_ne!(all, fates(&crowd(2)));
    // Whoever is alone meets what they meet among the others.
    let mut few = crowd(1);
    few.scenario.profiles.retain(|profile| profile.as_str().ends_with('7'));
    let few = fates(&few);
    assert_eq!(few.len(), 40);
    assert!(few.iter().all(|(profile, fate)| all[profile] == *fate));
    // The next entry is another throw.
    let mut again = crowd(1).happens(Duration::Hours(1), arrives("Go"));
    again.journey.properties.reentrance = Reentrance { allowed: true, wait: Duration::Minutes(0) };
    let runs = again.trace().runs;
    let of = |run: &&Run| run.profile.as_str() == "profile-p001";
    let throws: Vec<_> = runs.iter().filter(of).map(|run| run.steps[1].effort.call_ms).collect();
    assert!(throws.len() == 2 && throws[0] != throws[1], "{throws:?}");
    assert!(all.contains_key(&ProfileId::from("profile-p001")) && all[&ProfileId::from("profile-p001")].1 == throws[0]);
}

#[test]
fn a_system_that_takes_so_many_a_second_refuses_what_is_beyond_and_what_is_said_comes_first() {
    let mut story = crowd(1).scenario(|scenario| {
        scenario.systems[0].answers.clear();
        scenario.systems[0].latency = Lapse::Always(1.5);
        scenario.systems[0].capacity_per_second = Some(300);
        scenario.replies = vec![reply(|reply| (reply.profile, reply.status) = (Some("profile-anna".into()), 404))];
    });
    story.journey.properties.timeout_seconds = 1;
    let fates = fates(&story);
    let count = |said: &str| fates.values().filter(|(because, _)| because.starts_with(said)).count();
    // Anna's answer is stated; all the others take longer than the second that they are given.
    assert_eq!((count("answered 404"), count("no answer within 1 seconds")), (1, 400));
    story.scenario.systems[0].latency = Lapse::Always(0.0);
    story.journey.properties.timeout_seconds = 30;
    let again = self::fates(&story);
    let tried = again.values().filter(|(because, _)| because.contains("429")).count();
    // 300 of the 400 of the first second are taken; the rest is refused, four times each.
    assert_eq!(tried, 100, "{again:?}");
}

/// Anna and four hundred others get a message and are waited for.
fn mailed(shares: ReactionShares) -> Story {
    let reaction = |reaction| {
        Kind::Reaction(Reaction {
            message: Some("mail".into()),
            reaction,
            timeout: Some(Duration::Days(1)),
            timeout_path: true,
        })
    };
    let story = (0..400).fold(Story::new(), |story, number| {
        let id = format!("p{number:03}");
        let mail = format!("{id}@example.com");
        story.person(&id, &[("email", Value::Text(mail))])
    });
    story
        .event("Go", "", ORDER)
        .then("entry", on("Go"))
        .then("mail", email("Hello", "Hello"))
        .then("opens", reaction(ReactionKind::Opened))
        .happens(Duration::Seconds(0), arrives("Go"))
        .scenario(|scenario| scenario.reactions = vec![shares])
}

#[test]
fn people_open_and_click_by_the_stated_shares() {
    let shares = |message: Option<ActivityId>| ReactionShares {
        message,
        medium: None,
        when: "".into(),
        opened: 3_000,
        clicked: 1_000,
        after: Lapse::Always(600.0),
    };
    let opened = |story: &Story| {
        let runs = story.trace().runs;
        let step = |run: &Run| run.steps.iter().find(|step| step.activity.as_str() == "opens").cloned();
        let steps: Vec<_> = runs.iter().filter_map(step).filter(|step| step.branch.is_none()).collect();
        assert!(steps.iter().all(|step| step.at == moment("2026-01-05T09:10:00Z")), "{steps:#?}");
        steps.len()
    };
    // 30 % of 401 within three standard errors: 3·√(401·0.3·0.7) = 27.5.
    let count = opened(&mailed(shares(None)));
    assert!(count.abs_diff(120) <= 27, "{count}");
    assert_eq!(opened(&mailed(shares(Some("mail".into())))), count);
    assert_eq!(opened(&mailed(shares(Some("other".into())))), 0);
}

#[test]
fn a_rule_over_the_person_and_the_message_decides_who_opens_it() {
    let shares = |when: &str, opened| ReactionShares {
        message: None,
        medium: None,
        when: when.into(),
        opened,
        clicked: 0,
        after: Lapse::Always(600.0),
    };
    let opened = |rules: Vec<ReactionShares>| {
        let story = mailed(shares("", 0)).with_person("p007", |person| {
            person.attributes.insert("tier".to_owned(), Value::Text("gold".to_owned()));
        });
        let story = story.scenario(|scenario| scenario.reactions = rules);
        let runs = story.trace().runs;
        let opens = |run: &&Run| run.steps.iter().any(|it| it.activity.as_str() == "opens" && it.branch.is_none());
        runs.iter().filter(opens).map(|run| run.profile.to_string()).collect::<Vec<_>>()
    };
    let gold = "#{ExperiencePlatform.Customer.tier} == \"gold\"";
    assert_eq!(opened(vec![shares(gold, WHOLE)]), ["profile-p007"]);
    assert_eq!(opened(vec![shares("@event{request.to} == \"p012@example.com\"", WHOLE)]), ["profile-p012"]);
    // The first that fits counts; what cannot be worked out does not hold.
    let never = "#{ExperiencePlatform.Customer.tier} > 7";
    let rules = vec![shares(never, WHOLE), shares(gold, 0), shares("inAudience(\"none\")", WHOLE), shares(gold, WHOLE)];
    assert_eq!(opened(rules), [""; 0]);
    let story = mailed(shares("tier is", WHOLE));
    let error = dry_run(&story.workspace(), &story.scenario).expect_err("a refusal").to_string();
    assert!(error.starts_with("reactions, entry 1: tier is is no rule"), "{error}");
}

#[test]
fn recorded_answers_go_along_where_their_scenario_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    recorded(folder, "", Some("{\"status\": 404}\n"));
    let mut opened = files::open(folder).expect("a workspace");
    let id: JourneyId = "journey-test".into();
    Arc::make_mut(opened.workspace.journeys.get_mut(&id).expect("the journey")).name = "Orders".to_owned();
    files::save(&opened.workspace, &mut opened.files, folder).expect("a save");
    assert_eq!(opened_calls(folder), ["answered 404", "answered 200"]);
    assert!(folder.join("scenarios/orders/answers.ndjson").exists());
    assert!(!folder.join("scenarios/test").exists(), "nothing of it is left where it was");
    // Saved elsewhere the workspace has them too, and here they stay.
    let elsewhere = tempfile::tempdir().expect("a folder");
    files::save(&opened.workspace, &mut opened.files, elsewhere.path()).expect("a save");
    assert_eq!(opened_calls(elsewhere.path()), ["answered 404", "answered 200"]);
    assert!(folder.join("scenarios/orders/answers.ndjson").exists());
}
