//! Coverage: which branches somebody can take, how many paths there are, and people who show it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::{Duration as Time, Instant};

use waymark::journey::files::{self, Opened};
use waymark::journey::*;
use waymark::simulate::cover::{BranchCover, CoverError, Coverage, Covered, NoteKind, cover, cover_watched};
use waymark::simulate::{dry_run, expectation};

use crate::build::*;

/// A customer's fields, with their types and ranges.
fn schema() -> Item {
    let field = |path: &str, kind| Field { path: path.to_owned(), kind, ..Field::default() };
    Item::Schema(Schema {
        id: "schema-person".into(),
        name: "Person".to_owned(),
        fields: vec![
            Field { minimum: Some(0), maximum: Some(100), ..field("age", ValueType::Integer) },
            Field { decimals: Some(1), required: true, ..field("rate", ValueType::Decimal) },
            Field {
                one_of: ["basic", "silver", "gold"].map(str::to_owned).to_vec(),
                ..field("tier", ValueType::String)
            },
            field("city", ValueType::String),
            field("vip", ValueType::Boolean),
            field("born", ValueType::DateOnly),
            field("seen", ValueType::DateTime),
            field("spent", ValueType::Decimal),
            field("email", ValueType::String),
        ],
        ..Schema::default()
    })
}

fn profile(path: &str) -> String {
    format!("#{{ExperiencePlatform.Person.{path}}}")
}

fn begin() -> Story {
    Story::new().with(schema()).event("Go", "", r#"{"total": 120}"#).then("entry", on("Go"))
}

fn coverage(story: &Story) -> Coverage {
    let workspace = story.workspace();
    let coverage = cover(&workspace, &story.journey.id, 0).expect("a journey that runs");
    replayed(&workspace, &coverage);
    coverage
}

/// Every scenario takes its path when it is run again, beside nobody but the people that were made.
fn replayed(workspace: &Workspace, coverage: &Coverage) {
    let made = coverage.workspace(workspace);
    for one in &coverage.scenarios {
        let trace = dry_run(&made, &one.scenario).expect("a scenario that runs");
        assert!(!one.scenario.expect.is_empty() && !one.scenario.description.is_empty(), "{}", one.name);
        assert_eq!(expectation::compare(&one.scenario.expect, &trace), [], "{}", one.name);
        let run = &trace.runs.iter().find(|run| run.journey == coverage.journey).expect("a run").steps;
        let taken: Vec<(&ActivityId, String)> =
            run.iter().map(|step| (&step.activity, step.branch.clone().unwrap_or_else(|| "next".to_owned()))).collect();
        for (hop, (activity, branch)) in one.path.iter().zip(&taken) {
            assert_eq!(hop.activity, **activity, "{}", one.name);
            assert!(hop.branch == *branch || hop.branch == "leaves", "{}: {hop:?}, but {branch}", one.name);
        }
        assert!(taken.len() >= one.path.len(), "{}: {} of {}", one.name, taken.len(), one.path.len());
    }
    for branch in coverage.branches.iter().filter(|branch| branch.status == Covered::Covered) {
        assert!(branch.scenario.is_some(), "{branch:?}");
    }
}

fn found<'c>(coverage: &'c Coverage, activity: &str, branch: &str) -> &'c BranchCover {
    let is_it = |found: &&BranchCover| found.activity.as_str() == activity && found.branch == branch;
    coverage.branches.iter().find(is_it).unwrap_or_else(|| panic!("no {activity} {branch}: {:#?}", coverage.branches))
}

#[track_caller]
fn is_impossible(coverage: &Coverage, activity: &str, branch: &str, because: &str) {
    let found = found(coverage, activity, branch);
    assert_eq!((found.status, found.because.as_str()), (Covered::Impossible, because));
}

#[track_caller]
fn is_covered(coverage: &Coverage, activity: &str, branch: &str) {
    let found = found(coverage, activity, branch);
    assert_eq!(found.status, Covered::Covered, "{found:?}");
}

#[test]
fn an_audience_that_is_asked_for_again_and_again_leaves_one_path_of_four() {
    let story = ["first", "second", "third"].iter().fold(
        Story::new()
            .audience("Gold", "#{ExperiencePlatform.Person.age} >= 50")
            .with(schema())
            .then("entry", qualification("Gold", Behaviour::Enter)),
        |story, id| story.then(id, data(&[("in", r#"inAudience("Gold")"#)], true)).at(id, branch("in")),
    );
    let coverage = coverage(&story);
    assert_eq!((coverage.paths.as_str(), coverage.drawn.as_str()), ("1", "4"));
    assert_eq!((coverage.scenarios.len(), coverage.lower_bound), (1, 1));
    for id in ["first", "second", "third"] {
        is_covered(&coverage, id, "in");
        let why = "whoever comes in is one of “Gold” (`#{ExperiencePlatform.Person.age} >= 50`); its paths take everybody \
                   who comes, and nothing on the way lets that change";
        is_impossible(&coverage, id, "other", why);
    }
}

#[test]
fn a_wait_lets_people_leave_the_audience_unless_leaving_it_ends_the_journey() {
    let story = || {
        Story::new()
            .audience("Gold", "")
            .then("entry", qualification("Gold", Behaviour::Enter))
            .then("pause", wait(Duration::Hours(1)))
            .then("still", data(&[("in", r#"inAudience("Gold")"#)], true))
    };
    let free = coverage(&story());
    assert_eq!(free.paths, "2");
    is_covered(&free, "still", "other");
    let when = ExitWhen::Audience { audience: Some("audience-Gold".into()), behaviour: Behaviour::Exit };
    let exit = ExitCriterion { id: "exit-gold".into(), label: "No longer gold".to_owned(), when };
    let held = coverage(&story().properties(|properties| properties.exit_criteria.push(exit)));
    assert_eq!(held.paths, "1");
    let why = "whoever comes in is one of “Gold”; the exit criterion “No longer gold” takes the others out; its paths \
               take everybody who comes, and nothing on the way lets that change";
    is_impossible(&held, "still", "other", why);
}

#[test]
fn thirty_splits_in_a_row_are_decided_in_seconds() {
    // Two ways at each fork that come together again: 2^30 paths.
    let half = |id: &str| SplitPath { id: id.into(), label: id.to_owned(), share: 5_000 };
    let mut story = begin();
    for fork in 0..30 {
        let (id, next) = (format!("fork-{fork:02}"), format!("wait-{fork:02}"));
        let (kind, otherwise) = match fork % 3 {
            0 => (condition(Test::Split(vec![half("a"), half("b")]), false), branch("b")),
            1 => (data(&[("a", &format!("{} > {fork}", profile("age")))], true), Port::Other),
            _ => (data(&[("a", &format!(r#"startWith({}, "{fork}")"#, profile("city")))], true), Port::Other),
        };
        story = story.then(&id, kind);
        story = story.at(&id, branch("a")).then(&next, wait(Duration::Hours(1)));
        story = story.at(&id, otherwise).joins(&next).at(&next, Port::Next);
    }
    let began = Instant::now();
    let coverage = coverage(&story);
    assert_eq!((coverage.paths.as_str(), coverage.drawn.as_str()), ("1073741824", "1073741824"));
    assert_eq!(coverage.count(Covered::Covered), 60);
    assert_eq!((coverage.scenarios.len(), coverage.lower_bound), (2, 2));
    assert!(began.elapsed() < Time::from_secs(60), "{:?}", began.elapsed());
}

#[test]
fn one_number_asked_again_and_again_takes_only_the_ways_that_some_number_takes() {
    // age > 0, > 1 … > 29 without a wait: whoever is over n is over all below, so 31 ways of 2^30.
    let mut story = begin();
    for fork in 0..30 {
        let id = format!("fork-{fork:02}");
        story = story.then(&id, data(&[("a", &format!("{} > {fork}", profile("age")))], true));
        // Both come together in a step that takes no time.
        let next = format!("note-{fork:02}");
        let update = || {
            Kind::UpdateProfile(UpdateProfile {
                fields: vec![FieldUpdate { field: "noted".to_owned(), value: "1".into() }],
                ..UpdateProfile::default()
            })
        };
        story = story.at(&id, branch("a")).then(&next, update());
        story = story.at(&id, Port::Other).joins(&next).at(&next, Port::Next);
    }
    let coverage = coverage(&story);
    assert_eq!((coverage.paths.as_str(), coverage.drawn.as_str()), ("31", "1073741824"));
    assert_eq!(coverage.count(Covered::Covered), 60);
    assert_eq!((coverage.scenarios.len(), coverage.lower_bound), (2, 2));
}

#[test]
fn an_earlier_condition_that_contradicts_is_named_and_no_other() {
    let (tier, age) = (profile("tier"), profile("age"));
    let story = begin()
        .then("grown", data(&[("yes", &format!("{age} >= 18"))], false))
        .at("grown", branch("yes"))
        .then("which", data(&[("gold", &format!(r#"{tier} == "gold""#))], true))
        .at("which", branch("gold"))
        .then("again", data(&[("silver", &format!(r#"in({tier}, ["silver", "basic"])"#))], true));
    let coverage = coverage(&story);
    let why = "whoever comes here took “gold” (`#{ExperiencePlatform.Person.tier} == \"gold\"`) of “which”; this path \
               asks `in(#{ExperiencePlatform.Person.tier}, [\"silver\", \"basic\"])`, and nothing on the way lets that \
               change";
    is_impossible(&coverage, "again", "silver", why);
    is_covered(&coverage, "again", "other");
    assert_eq!((coverage.paths.as_str(), coverage.drawn.as_str()), ("3", "4"));
}

#[test]
fn paths_above_that_take_everybody_are_named() {
    let age = profile("age");
    let at = |least: u32| format!("{age} >= {least}");
    let paths = [("any", at(10)), ("many", at(50)), ("none", at(101)), ("empty", format!("{age} > 20 and {age} < 10"))];
    let paths: Vec<(&str, &str)> = paths.iter().map(|(id, text)| (*id, text.as_str())).collect();
    let coverage = coverage(&begin().then("which", data(&paths, false)));
    let many = "whoever fits `#{ExperiencePlatform.Person.age} >= 50` has been taken by “any” above it";
    is_impossible(&coverage, "which", "many", many);
    is_impossible(&coverage, "which", "none", "`#{ExperiencePlatform.Person.age} >= 101` is true for no value");
    assert_eq!(found(&coverage, "which", "empty").status, Covered::Impossible);
    // Whoever is under ten, or of unknown age, fits none of them.
    let gap = coverage.notes.iter().find(|note| note.kind == NoteKind::Gap).expect("a gap");
    assert!(gap.because.starts_with("no path of “which” takes age = "), "{}", gap.because);
    let overlap = coverage.notes.iter().find(|note| note.kind == NoteKind::Overlap).expect("an overlap");
    assert_eq!(overlap.branches, [BranchId::from("any"), "many".into()]);
    assert_eq!(overlap.because, "age = 50 fits both “any” and “many” of “which”: the upper path takes it");
    assert_eq!(coverage.paths, "2");
}

/// Whether the only path of a condition is taken, whether the other is, and how many paths there are.
fn decided(text: &str) -> (Covered, Covered, String) {
    let coverage = coverage(&begin().then("which", data(&[("yes", text)], true)));
    let status = |branch| found(&coverage, "which", branch).status;
    (status("yes"), status("other"), coverage.paths.clone())
}

#[test]
fn conditions_are_decided_in_the_fields_own_values() {
    use Covered::{Covered as Yes, Impossible as No};
    let [age, rate, tier, city] = ["age", "rate", "tier", "city"].map(profile);
    let [vip, born, spent] = ["vip", "born", "spent"].map(profile);
    let cases = [
        // Whole numbers lie between 0 and 100, and none lies between 17 and 18.
        (format!("{age} > 17 and {age} < 18"), No, Yes),
        (format!("{age} > 17 and {age} < 19"), Yes, Yes),
        (format!("{age} >= 0 or {age} is null"), Yes, No),
        (format!("{age} >= 0"), Yes, Yes),
        (format!("{age} > 100"), No, Yes),
        // One digit after the point: nothing between 0.1 and 0.2; it is always there.
        (format!("{rate} > 0.1 and {rate} < 0.2"), No, Yes),
        (format!("{rate} is null"), No, Yes),
        // All doubles where nothing is said.
        (format!("{spent} > 0.1 and {spent} < 0.1000000000000001"), Yes, Yes),
        (format!("{spent} > 0.1 and {spent} <= 0.1"), No, Yes),
        // Only three tiers, or none.
        (format!(r#"{tier} == "platinum""#), No, Yes),
        (format!(r#"{tier} != "gold" and {tier} != "silver" and {tier} != "basic" and {tier} is not null"#), No, Yes),
        (format!(r#"in({tier}, ["gold", "silver", "basic"]) or {tier} is null"#), Yes, No),
        (format!(r#"length({tier}) > 6"#), No, Yes),
        // Texts by how they begin, end, and what is in them.
        (format!(r#"startWith({city}, "Ber") and endWith({city}, "gen") and {city} != "Bergen""#), Yes, Yes),
        (format!(r#"startWith({city}, "Ber") and startWith({city}, "Bor")"#), No, Yes),
        (format!(r#"startWith({city}, "Berg") and not contain({city}, "erg")"#), No, Yes),
        (format!(r#"equalIgnoreCase({city}, "OSLO") and {city} != "oslo" and {city} != "OSLO""#), Yes, Yes),
        (format!(r#"{city} == "Oslo" and not startWith({city}, "Os")"#), No, Yes),
        (format!("isEmpty({city}) and {city} is null"), No, Yes),
        (format!("isEmpty({city}) or isNotEmpty({city}) or {city} is null"), Yes, No),
        // Yes, no and nothing.
        (vip.clone(), Yes, Yes),
        (format!("{vip} or not {vip}"), Yes, No),
        (format!("{vip} == true or {vip} == false"), Yes, Yes),
        // Days.
        (format!(r#"{born} > date("2000-02-28") and {born} < date("2000-02-29")"#), No, Yes),
        (format!(r#"{born} > date("2000-02-28") and {born} < date("2000-03-01")"#), Yes, Yes),
        // Two fields, each for itself.
        (format!(r#"({age} > 50 and {tier} == "gold") or {age} <= 50"#), Yes, Yes),
        (format!("if ({age} > 50) then ({age} > 60) else ({age} > 10)"), Yes, Yes),
        ("true".to_owned(), Yes, No),
        ("false".to_owned(), No, Yes),
    ];
    for (text, yes, other) in cases {
        let paths = if yes == other { "2" } else { "1" };
        assert_eq!(decided(&text), (yes, other, paths.to_owned()), "{text}");
    }
}

#[test]
fn what_is_not_decided_exactly_is_open_or_shown_and_never_wrong() {
    let [age, seen, city, spent] = ["age", "seen", "city", "spent"].map(profile);
    // Found by trying values out.
    for text in [
        format!("inLastDays({seen}, 60)"),
        format!("{age} * 2 > 30"),
        format!("{age} > {spent}"),
        format!("length({city}) > 12"),
        format!("{seen} < now()"),
    ] {
        let (yes, other, _) = decided(&text);
        assert_eq!((yes, other), (Covered::Covered, Covered::Covered), "{text}");
    }
    // True for nobody, but nothing here proves it.
    let coverage = coverage(&begin().then("which", data(&[("yes", &format!("{spent} * {spent} < 0.0"))], true)));
    let yes = found(&coverage, "which", "yes");
    assert_eq!(yes.status, Covered::Open);
    let part = "`#{ExperiencePlatform.Person.spent} * #{ExperiencePlatform.Person.spent} < 0.0`";
    let why = format!("{part} cannot be decided exactly, and no values were found that lead here");
    assert_eq!(yes.because, why);
    // Then there may be fewer paths than are counted, and that is said.
    assert_eq!((coverage.paths.as_str(), coverage.reservations), ("2", vec![format!("{part} is not decided exactly")]));
    // The same question without a wait between has the same answer, whatever it is.
    let more = format!("{spent} > {age}");
    let twice = begin().then("one", data(&[("more", &more)], true)).at("one", branch("more"));
    let twice = self::coverage(&twice.then("two", data(&[("more", &more)], true)));
    assert_eq!(found(&twice, "two", "other").status, Covered::Impossible);
    assert_eq!(twice.paths, "2");
    // Few whole numbers are all tried out, whatever is asked of them.
    assert_eq!(decided(&format!("{age} * {age} == 2")), (Covered::Impossible, Covered::Covered, "1".to_owned()));
}

#[test]
fn what_other_systems_answer_decides_too() {
    let action = Action { response: r#"{"free": 3}"#.to_owned(), ..posting("action-a", "Seat") };
    let with_error = |kind: Kind| match kind {
        Kind::Condition(condition) => Kind::Condition(Condition { error_path: true, ..condition }),
        other => other,
    };
    let story = begin()
        .with(Item::DataSource(weather(&[])))
        .with(Item::Action(action))
        .then(
            "sky",
            with_error(data(&[("rain", "#{Weather.Now.rain} > 50"), ("storm", "#{Weather.Now.rain} > 90")], true)),
        )
        .at("sky", Port::Other)
        .then("call", call("action-a", &[], true))
        .then("seats", data(&[("free", "@action{Seat.free} > 0")], true))
        .at("call", Port::Error)
        .then(
            "why",
            data(
                &[
                    ("late", r#"@action{Seat.jo_status_code} == "timedout""#),
                    ("fine", r#"@action{Seat.jo_status_code} == "http_200""#),
                    ("free", "@action{Seat.free} > 0"),
                    ("gone", r#"@action{Seat.jo_status_code} == "http_410""#),
                ],
                true,
            ),
        );
    let coverage = coverage(&story);
    for (activity, branch) in [
        ("sky", "rain"),
        ("sky", "other"),
        ("sky", "error"),
        ("seats", "free"),
        ("seats", "other"),
        ("call", "error"),
        ("why", "late"),
        ("why", "gone"),
        ("why", "other"),
    ] {
        is_covered(&coverage, activity, branch);
    }
    let storm = "whoever fits `#{Weather.Now.rain} > 90` has been taken by “rain” above it";
    is_impossible(&coverage, "sky", "storm", storm);
    // A call that failed was not answered by 200, and brought no seats.
    assert_eq!(found(&coverage, "why", "fine").status, Covered::Impossible);
    assert_eq!(found(&coverage, "why", "free").status, Covered::Impossible);
    assert_eq!(coverage.paths, "7");
}

#[test]
fn who_gets_no_message_takes_no_error_path() {
    let failing = |kind: Kind| match kind {
        Kind::Message(message) => Kind::Message(Message { error_path: true, ..message }),
        other => other,
    };
    let story = begin()
        .then("known", data(&[("none", &format!("{} is null", profile("email")))], true))
        .at("known", branch("none"))
        .then("mail", failing(email("Hello", "World")));
    let coverage = coverage(&story);
    let why = "whoever comes here took “none” (`#{ExperiencePlatform.Person.email} is null`) of “known”; nothing is sent \
               to whoever comes here, and nothing on the way lets that change";
    is_impossible(&coverage, "mail", "error", why);
    is_covered(&coverage, "mail", "next");
    assert_eq!((coverage.paths.as_str(), coverage.drawn.as_str()), ("2", "3"));
}

#[test]
fn events_that_come_or_do_not_and_hours_of_the_day_are_shown() {
    let office = TimePath {
        id: "office".into(),
        hours: Some(Hours { from: jiff::civil::time(9, 0, 0, 0), to: jiff::civil::time(17, 0, 0, 0) }),
        days: vec![Weekday::Saturday],
        ..TimePath::default()
    };
    let night = TimePath {
        id: "night".into(),
        hours: Some(Hours { from: jiff::civil::time(22, 0, 0, 0), to: jiff::civil::time(4, 0, 0, 0) }),
        ..TimePath::default()
    };
    let story = begin()
        .event("Paid", "@event{Paid.total} > 0", r#"{"total": 10}"#)
        .then("pay", listen("Paid", Duration::Days(2), true))
        .then("much", data(&[("free", "@event{Paid.total} <= 0"), ("more", "@event{Paid.total} > 100")], true))
        .at("pay", Port::Timeout)
        .then("hour", condition(Test::Time(vec![office, night]), true));
    let coverage = coverage(&story);
    for (activity, branch) in [("pay", "next"), ("pay", "timeout"), ("much", "more"), ("much", "other")] {
        is_covered(&coverage, activity, branch);
    }
    for branch in ["office", "night", "other"] {
        is_covered(&coverage, "hour", branch);
    }
    assert_eq!(found(&coverage, "much", "free").status, Covered::Impossible);
    assert_eq!(coverage.paths, "5");
}

#[test]
fn a_way_back_has_no_end_and_its_branches_are_decided_all_the_same() {
    let story = begin()
        .then("pause", wait(Duration::Hours(1)))
        .then("again", data(&[("more", &format!("{} > 50", profile("age")))], true))
        .at("again", branch("more"))
        .joins("pause");
    let coverage = coverage(&story);
    assert_eq!(coverage.paths, "unlimited");
    is_covered(&coverage, "again", "more");
    is_covered(&coverage, "again", "other");
}

fn samples() -> &'static Opened {
    static SAMPLES: OnceLock<Opened> = OnceLock::new();
    let folder = || Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    SAMPLES.get_or_init(|| files::open(&folder()).expect("the samples"))
}

#[test]
fn every_branch_of_every_sample_is_decided_and_every_scenario_takes_its_path() {
    let workspace = &samples().workspace;
    for journey in workspace.journeys.values() {
        let coverage = cover(workspace, &journey.id, 3).expect("a journey that runs");
        replayed(workspace, &coverage);
        let open: Vec<_> = coverage.branches.iter().filter(|branch| branch.status == Covered::Open).collect();
        assert!(open.is_empty(), "{}: {open:#?}", journey.name);
        // What nobody can take are error paths of what cannot fail.
        let impossible = coverage.branches.iter().filter(|branch| branch.status == Covered::Impossible);
        assert!(
            impossible.clone().all(|branch| branch.branch == "error"),
            "{}: {:#?}",
            journey.name,
            coverage.branches
        );
        assert!(coverage.lower_bound <= coverage.scenarios.len());
        assert_eq!(coverage.listed.len(), 3, "{}", journey.name);
    }
}

#[test]
fn what_saved_scenarios_take_is_never_called_impossible() {
    let workspace = &samples().workspace;
    for journey in workspace.journeys.values() {
        let coverage = cover(workspace, &journey.id, 0).expect("a journey that runs");
        let scenarios = workspace.scenarios.values().filter(|scenario| scenario.journey == journey.id);
        for scenario in scenarios {
            let trace = dry_run(workspace, scenario).expect("a trace");
            let own = trace.runs.iter().filter(|run| run.journey == journey.id);
            for step in own.flat_map(|run| &run.steps) {
                let Some(branch) = &step.branch else { continue };
                let found = coverage.branches.iter().find(|it| it.activity == step.activity && it.branch == *branch);
                let found = found.unwrap_or_else(|| panic!("{}: {} {branch}", journey.name, step.activity));
                assert_ne!(found.status, Covered::Impossible, "{}: {found:?}", journey.name);
            }
        }
    }
}

/// Exit code, standard output, standard error.
fn waymark(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_waymark")).args(arguments).output().expect("a program that runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn saved(story: &Story) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut workspace = story.workspace();
    let settings = Settings { id: "workspace-test".into(), name: "Test".to_owned(), ..Settings::default() };
    workspace.settings = Arc::new(settings);
    files::save(&workspace, &mut files::Files::default(), folder.path()).expect("a saved workspace");
    let journey = folder.path().join("test.journey.ron");
    (folder, journey)
}

#[test]
fn the_terminal_says_it_and_writes_a_workspace_whose_scenarios_pass() {
    let tier = profile("tier");
    let story = begin().then("which", data(&[("gold", &format!(r#"{tier} == "gold""#)), ("none", "false")], true));
    let (folder, journey) = saved(&story);
    let journey = journey.to_str().expect("text");
    let (code, out, err) = waymark(&["cover", journey, "--paths", "5"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for words in [
        "“Test”: 2 of 3 paths can be taken\n",
        "1 — nobody can take these branches\n  which → none\n      `false` is true for no value\n",
        "2 — taken by a test person\n",
        "2 — paths\n",
        "2 test people for 2 branches; no set is smaller\n",
    ] {
        assert!(out.contains(words), "{words:?} is not in\n{out}");
    }
    let there = folder.path().join("covered");
    let there = there.to_str().expect("text");
    let (code, out, err) = waymark(&["cover", journey, "--write", there, "--format", "json"]);
    assert_eq!(
        (code, err.as_str()),
        (0, format!("waymark: 2 scenarios written; `waymark test {there}` runs them\n").as_str())
    );
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&json["journey"], &json["paths"]), (&"journey-test".into(), &"2".into()));
    assert_eq!(
        json["branches"][0],
        serde_json::json!({
            "activity": "which", "branch": "gold", "status": "covered",
            "because": "gold: tier is “gold”", "scenario": json["branches"][0]["scenario"],
        })
    );
    assert_eq!(json["branches"][1]["scenario"], serde_json::Value::Null);
    let (code, out, _) = waymark(&["test", there]);
    assert_eq!(code, 0, "{out}");
    assert!(out.ends_with("2 passed, 0 failed, 0 without expectation\n"), "{out}");
    // What is there is not written over.
    let (code, _, err) = waymark(&["cover", journey, "--write", there]);
    assert_eq!((code, err), (2, format!("waymark: {there} is not empty: name a new folder\n")));
}

#[test]
fn a_coverage_says_how_far_it_is_and_is_given_up_where_nobody_wants_it() {
    let story = begin().then("asks", data(&[("much", "@event{Go.total} > 100")], true));
    let workspace = story.workspace();
    let mut told = Vec::new();
    let all = cover_watched(&workspace, &story.journey.id, 0, &mut |progress| {
        told.push(*progress);
        true
    });
    assert_eq!(all, cover(&workspace, &story.journey.id, 0), "who watches changes nothing");
    assert!(told.windows(2).all(|pair| pair[0].decided <= pair[1].decided), "{told:?}");
    assert!(!told.is_empty());
    let given_up = cover_watched(&workspace, &story.journey.id, 0, &mut |_| false);
    assert_eq!(given_up, Err(CoverError::GivenUp));
}
