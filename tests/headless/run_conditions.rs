//! Conditions: each kind, which path, and why.

use waymark::journey::*;
use waymark::simulate::Run;

use crate::build::*;

fn chooses(kind: Kind, zone: &str, at: &str, payload: &str) -> Run {
    Story::new()
        .event("Go", "", payload)
        .properties(|properties| properties.zone = zone.to_owned())
        .starting(at)
        .then("entry", on("Go"))
        .then("which", kind)
        .happens(Duration::Seconds(0), arrives("Go"))
        .run()
}

fn path(run: &Run) -> String {
    let step = run.steps.last().expect("a step");
    format!("{} {}", step.branch.as_deref().unwrap_or("-"), run.end.reason)
}

#[test]
fn by_data_the_first_path_that_fits_is_taken() {
    let kind = || data(&[("path-large", "@event{Go.total} > 100"), ("path-any", "@event{Go.total} > 10")], true);
    let at = "2026-01-05T09:00:00Z";
    let run = chooses(kind(), "UTC", at, r#"{"total": 120}"#);
    assert_eq!((path(&run), because(&run, 1)), ("path-large completed".to_owned(), "path-large: Go.total is 120"));
    let run = chooses(kind(), "UTC", at, r#"{"total": 100}"#);
    assert_eq!((path(&run), because(&run, 1)), ("path-any completed".to_owned(), "path-any: Go.total is 100"));
    let run = chooses(kind(), "UTC", at, r#"{"total": 10}"#);
    assert_eq!((path(&run), because(&run, 1)), ("other completed".to_owned(), "no path fits: Go.total is 10"));
    let run = chooses(kind(), "UTC", at, r#"{"sku": "L"}"#);
    assert_eq!((path(&run), because(&run, 1)), ("other completed".to_owned(), "no path fits: Go.total is missing"));
    // Without a path for other cases the person leaves here.
    let run = chooses(data(&[("path-large", "@event{Go.total} > 100")], false), "UTC", at, r#"{"total": 1}"#);
    assert_eq!(path(&run), "- noPath");
}

#[test]
fn a_condition_that_fails_takes_its_error_path_or_ends_the_run() {
    let kind = |error_path| {
        let path = DataPath { id: "path-bad".into(), label: String::new(), expression: "this is not one (".into() };
        Kind::Condition(Condition { test: Test::Data(vec![path]), other_path: true, error_path })
    };
    let at = "2026-01-05T09:00:00Z";
    let run = chooses(kind(true), "UTC", at, "{}");
    assert_eq!(lines(&run)[1..], ["2026-01-05T09:00:00.000Z which error error", "2026-01-05T09:00:00.000Z completed"]);
    let run = chooses(kind(false), "UTC", at, "{}");
    assert_eq!(lines(&run)[1..], ["2026-01-05T09:00:00.000Z which error", "2026-01-05T09:00:00.000Z error"]);
}

fn time(from: &str, to: &str, days: &[Weekday]) -> Kind {
    let hours = Hours { from: from.parse().unwrap(), to: to.parse().unwrap() };
    let path = TimePath { id: "path-in".into(), label: "inside".to_owned(), hours: Some(hours), days: days.to_vec() };
    condition(Test::Time(vec![path]), true)
}

#[test]
fn by_time_a_window_includes_its_first_moment_and_not_its_last() {
    // Stockholm in winter is UTC+1: 08:00 is 07:00 UTC. 2026-01-05 is a Monday.
    let at = |at| path(&chooses(time("08:00", "17:00", &[]), "Europe/Stockholm", at, "{}"));
    assert_eq!(at("2026-01-05T06:59:59Z"), "other completed");
    assert_eq!(at("2026-01-05T07:00:00Z"), "path-in completed");
    assert_eq!(at("2026-01-05T15:59:59Z"), "path-in completed");
    assert_eq!(at("2026-01-05T16:00:00Z"), "other completed");
    let run = chooses(time("08:00", "17:00", &[]), "Europe/Stockholm", "2026-01-05T07:00:00Z", "{}");
    assert_eq!(because(&run, 1), "inside: it is Monday, 2026-01-05 08:00 Europe/Stockholm");
}

#[test]
fn a_window_across_midnight_belongs_to_the_day_on_which_it_begins() {
    // From Monday 22:00 to Tuesday 02:00.
    let at = |at| path(&chooses(time("22:00", "02:00", &[Weekday::Monday]), "UTC", at, "{}"));
    assert_eq!(at("2026-01-05T22:00:00Z"), "path-in completed");
    assert_eq!(at("2026-01-06T01:59:59Z"), "path-in completed", "Tuesday night, begun on Monday");
    assert_eq!(at("2026-01-06T02:00:00Z"), "other completed");
    assert_eq!(at("2026-01-05T01:00:00Z"), "other completed", "Monday night, begun on Sunday");
    assert_eq!(at("2026-01-06T22:00:00Z"), "other completed", "Tuesday");
}

#[test]
fn a_window_follows_the_clock_on_the_nights_of_the_change() {
    // 02:00 to 03:00 does not exist in Stockholm on 2026-03-29: 00:59:59 UTC is 01:59:59, 01:00 UTC is 03:00.
    let at = |at| path(&chooses(time("02:00", "03:00", &[]), "Europe/Stockholm", at, "{}"));
    assert_eq!(at("2026-03-29T00:59:59Z"), "other completed");
    assert_eq!(at("2026-03-29T01:00:00Z"), "other completed");
    // On 2026-10-25 it comes twice: from 00:00 to 02:00 UTC.
    assert_eq!(at("2026-10-24T23:59:59Z"), "other completed");
    assert_eq!(at("2026-10-25T00:30:00Z"), "path-in completed");
    assert_eq!(at("2026-10-25T01:30:00Z"), "path-in completed");
    assert_eq!(at("2026-10-25T02:00:00Z"), "other completed");
}

#[test]
fn by_day_of_the_week_alone() {
    let kind = || {
        let days = vec![Weekday::Saturday, Weekday::Sunday];
        condition(Test::Time(vec![TimePath { id: "path-in".into(), label: String::new(), hours: None, days }]), true)
    };
    // Sunday 23:30 UTC is Monday 00:30 in Stockholm.
    assert_eq!(path(&chooses(kind(), "UTC", "2026-01-04T23:30:00Z", "{}")), "path-in completed");
    assert_eq!(path(&chooses(kind(), "Europe/Stockholm", "2026-01-04T23:30:00Z", "{}")), "other completed");
}

#[test]
fn by_date_both_days_are_inside() {
    let kind = || {
        let (from, to) = (Some("2026-01-15".parse().unwrap()), Some("2026-02-28".parse().unwrap()));
        condition(Test::Date(vec![DatePath { id: "path-in".into(), label: "winter".to_owned(), from, to }]), true)
    };
    let at = |at| path(&chooses(kind(), "Europe/Stockholm", at, "{}"));
    // Midnight in Stockholm is 23:00 UTC of the day before.
    assert_eq!(at("2026-01-14T22:59:59Z"), "other completed");
    assert_eq!(at("2026-01-14T23:00:00Z"), "path-in completed");
    assert_eq!(at("2026-02-28T22:59:59Z"), "path-in completed");
    assert_eq!(at("2026-02-28T23:00:00Z"), "other completed");
    let run = chooses(kind(), "Europe/Stockholm", "2026-01-14T23:00:00Z", "{}");
    assert_eq!(because(&run, 1), "winter: it is 2026-01-15 in Europe/Stockholm");
}

fn split(shares: &[(&str, u32)]) -> Kind {
    let path = |(id, share): &(&str, u32)| SplitPath { id: (*id).into(), label: (*id).to_owned(), share: *share };
    condition(Test::Split(shares.iter().map(path).collect()), false)
}

fn crowd(kind: Kind, people: usize) -> Story {
    let mut story = Story::new().event("Go", "", "{}").then("entry", on("Go")).then("which", kind);
    story.scenario.profiles.clear();
    story.inventory.profiles.clear();
    for index in 0..people {
        story = story.person(&format!("{index:04}"), &[]);
    }
    story.happens(Duration::Seconds(0), arrives("Go"))
}

#[test]
fn a_split_is_seeded_and_keeps_to_its_shares() {
    let count = |seed| {
        let story = crowd(split(&[("path-a", 2_500), ("path-b", 7_500)]), 1_000).scenario(|it| it.seed = seed);
        story.trace().runs.iter().filter(|run| path(run).starts_with("path-a")).count()
    };
    // 25 % of 1,000 are 250; the standard deviation is sqrt(1000 * 0.25 * 0.75) = 13.7, and five of them are 69.
    assert!((181..=319).contains(&count(1)), "{}", count(1));
    assert!((181..=319).contains(&count(2)), "{}", count(2));
    let who = |seed| {
        let story = crowd(split(&[("path-a", 5_000), ("path-b", 5_000)]), 64).scenario(|it| it.seed = seed);
        story.trace().runs.iter().map(path).collect::<Vec<_>>()
    };
    assert_eq!(who(7), who(7));
    assert_ne!(who(7), who(8), "another seed, other people");
}

#[test]
fn a_split_does_not_depend_on_who_else_takes_part() {
    let story = |people| crowd(split(&[("path-a", 5_000), ("path-b", 5_000)]), people).trace().runs;
    assert_eq!(story(64)[..8], story(8)[..]);
}

#[test]
fn a_split_can_be_forced() {
    let story = crowd(split(&[("path-a", 9_999), ("path-b", 1)]), 20).scenario(|scenario| {
        scenario.forced.insert("which".into(), "path-b".into());
    });
    assert!(story.trace().runs.iter().all(|run| path(run) == "path-b completed"));
}

#[test]
fn an_experiment_holds_its_share_out_and_divides_the_others() {
    let treatment = |(id, share): (&str, u32)| SplitPath { id: id.into(), label: id.to_owned(), share };
    let treatments = [("path-a", 3_000), ("path-b", 5_000)].map(treatment).to_vec();
    let experiment = Experiment { treatments, holdout: 2_000, ..Experiment::default() };
    let runs = crowd(condition(Test::Experiment(experiment.clone()), false), 1_000).trace().runs;
    let count = |wanted: &str| runs.iter().filter(|run| path(run) == wanted).count();
    // 20, 30 and 50 % of 1,000; the standard deviations are 12.6, 14.5 and 15.8, and five of each stay inside.
    let counts = (count("- completed"), count("path-a completed"), count("path-b completed"));
    assert!((137..=263).contains(&counts.0), "{counts:?}");
    assert!((227..=373).contains(&counts.1), "{counts:?}");
    assert!((421..=579).contains(&counts.2), "{counts:?}");
    assert_eq!(counts.0 + counts.1 + counts.2, 1_000);
    let held = runs.iter().find(|run| path(run) == "- completed").expect("somebody is held out");
    assert!(because(held, 1).starts_with("held out: drew "), "{}", because(held, 1));
    let forced = crowd(condition(Test::Experiment(experiment), false), 20).scenario(|scenario| {
        scenario.forced.insert("which".into(), "path-a".into());
    });
    assert!(
        forced.trace().runs.iter().all(|run| path(run) == "path-a completed"),
        "nobody is held out of a forced path"
    );
}

#[test]
fn a_targeting_rule_takes_the_first_that_fits_and_the_others_fall_back() {
    let rule =
        |id: &str, expression: &str| DataPath { id: id.into(), label: String::new(), expression: expression.into() };
    let kind = |fallback| {
        let paths = vec![rule("path-gold", "@event{Go.points} >= 1000"), rule("path-any", "@event{Go.points} >= 10")];
        condition(Test::Targeting(paths), fallback)
    };
    let at = |fallback, points: u32| {
        path(&chooses(kind(fallback), "UTC", "2026-01-05T09:00:00Z", &format!(r#"{{"points": {points}}}"#)))
    };
    assert_eq!(at(true, 1_000), "path-gold completed");
    assert_eq!(at(true, 999), "path-any completed");
    assert_eq!(at(true, 9), "other completed");
    assert_eq!(at(false, 9), "- noPath");
}

#[test]
fn whoever_falls_beyond_the_shares_finds_no_path() {
    let story = crowd(split(&[("path-a", 0)]), 3);
    assert!(story.trace().runs.iter().all(|run| path(run) == "- noPath"));
}

#[test]
fn the_first_people_take_the_capped_path_and_the_rest_the_other() {
    let cap = ProfileCap { id: "path-in".into(), label: String::new(), limit: 3 };
    let story = crowd(condition(Test::ProfileCap(cap), false), 5);
    let runs = story.trace().runs;
    let paths: Vec<String> = runs.iter().map(path).collect();
    assert_eq!(
        paths,
        ["path-in completed", "path-in completed", "path-in completed", "other completed", "other completed"]
    );
    assert_eq!(because(&runs[2], 1), "place 3 of 3");
    assert_eq!(because(&runs[3], 1), "all 3 places are taken");
}

#[test]
fn each_step_reads_the_person_and_a_data_source_anew() {
    let rains =
        |id: &str| data(&[(id, "#{Weather.Now.rain} > 50 and #{ExperiencePlatform.Customer.tier} == \"gold\"")], true);
    let tier = |tier: &str| What::Attribute { field: "tier".to_owned(), value: Value::Text(tier.to_owned()) };
    let from = || Answerer::DataSource("source-weather".into());
    let story = || {
        Story::new()
            .person("anna", &[("tier", Value::Text("gold".to_owned()))])
            .with(Item::DataSource(weather(&[])))
            .event("Go", "", "{}")
            .then("entry", on("Go"))
            .then("first", rains("path-one"))
            .at("first", branch("path-one"))
            .then("pause", wait(Duration::Minutes(1)))
            .then("second", rains("path-two"))
            .happens(Duration::Seconds(0), arrives("Go"))
    };
    let second = |story: Story| story.run().steps[3].branch.clone();
    let dry = |story: Story| story.replies(from(), 200, 0, r#"{"rain": 80}"#, Some(1));
    assert_eq!(second(story()).as_deref(), Some("path-two"));
    assert_eq!(second(story().happens(Duration::Seconds(30), tier("basic"))).as_deref(), Some("other"));
    assert_eq!(second(dry(story()).replies(from(), 200, 0, r#"{"rain": 20}"#, None)).as_deref(), Some("other"));
}

#[test]
fn a_condition_may_ask_another_system() {
    let story = || {
        let rain = "#{Weather.Now.rain, params: {city: @event{Go.city}}} > 50";
        let kind = Kind::Condition(Condition {
            test: Test::Data(vec![DataPath {
                id: "path-wet".into(),
                label: "wet".to_owned(),
                expression: rain.into(),
            }]),
            other_path: true,
            error_path: true,
        });
        Story::new()
            .with(Item::DataSource(weather(&["city"])))
            .event("Go", "", r#"{"city": "Bergen"}"#)
            .then("entry", on("Go"))
            .then("which", kind)
            .happens(Duration::Seconds(0), arrives("Go"))
    };
    let from = || Answerer::DataSource("source-weather".into());
    // Without a reply in the scenario the declared sample answers, at once.
    let run = story().run();
    assert_eq!(path(&run), "path-wet completed");
    assert_eq!(because(&run, 1), "wet: Go.city is “Bergen”, rain is 80");
    // A reply of its own, after 1.5 seconds.
    let run = story().replies(from(), 200, 1_500, r#"{"rain": 20}"#, None).run();
    assert_eq!(lines(&run)[1], "2026-01-05T09:00:01.500Z which ended other");
    // A failure takes the error path, at the moment of the reply; silence after the journey's 30 seconds.
    let run = story().replies(from(), 503, 200, "", None).run();
    assert_eq!(lines(&run)[1], "2026-01-05T09:00:00.200Z which error error");
    let run = story().replies(from(), 200, 60_000, "", None).run();
    assert_eq!(lines(&run)[1], "2026-01-05T09:00:30.000Z which timedout error");
}
