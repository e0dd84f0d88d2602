//! Guardrails: each rule keeps what it promises, on its own examples and on anything else.

use std::collections::BTreeSet;
use std::sync::Arc;

use waymark::check::{self, example::steps};
use waymark::check::{CardKind, Checker, Cleared, Mending, Report, Rule, Severity, Sketch, cards, platform, rules};
use waymark::cli;
use waymark::edit;
use waymark::journey::{Duration, ExitCriterion, ExitWhen, Journey, Kind, Place, Platform, ReactionKind, Workspace};

fn report(sketch: &Sketch) -> Report {
    Checker::new().check(&sketch.workspace, sketch.platform, Sketch::now())
}

/// Runs the check for every rule and fails with all complaints at once.
pub fn for_every_rule(check: impl Fn(&Rule) -> Result<(), String>) {
    let complaints: Vec<String> =
        rules().iter().filter_map(|rule| check(rule).err().map(|text| format!("{}: {text}", rule.id))).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn lines(report: &Report) -> String {
    report
        .findings
        .iter()
        .map(|finding| format!("\n    {} {:?}: {}", finding.rule, finding.place, finding.message))
        .collect()
}

#[test]
fn every_flagged_example_is_reported_at_its_place_and_breaks_nothing_else() {
    for_every_rule(|rule| {
        let sketch = (rule.flagged)();
        let report = report(&sketch);
        if !report.findings.iter().any(|finding| finding.rule == rule.id && finding.place == sketch.place) {
            return Err(format!("not reported at {:?}; found{}", sketch.place, lines(&report)));
        }
        let others: Vec<_> = report.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        match others.iter().find(|finding| finding.rule != rule.id) {
            Some(other) => Err(format!("also breaks {} at {:?}: {}", other.rule, other.place, other.message)),
            None => Ok(()),
        }
    });
}

#[test]
fn no_passing_example_is_reported() {
    for_every_rule(|rule| {
        let report = report(&(rule.passing)());
        match report.findings.iter().find(|finding| finding.rule == rule.id || finding.severity == Severity::Error) {
            Some(finding) => Err(format!("reports {} at {:?}: {}", finding.rule, finding.place, finding.message)),
            None => Ok(()),
        }
    });
}

#[test]
fn every_passing_example_differs_from_the_flagged_one_in_one_thing() {
    for_every_rule(|rule| {
        let (flagged, passing) = ((rule.flagged)(), (rule.passing)());
        let changed = differences(&flagged.workspace, &passing.workspace);
        let platform = usize::from(flagged.platform != passing.platform);
        if changed.len() + platform == 1 { Ok(()) } else { Err(format!("differs in {changed:?}")) }
    });
}

/// What differs: objects of the inventory, settings, and of each journey its properties, activities and wires.
/// Wires at an activity that differs are part of that difference, where it is new or gone.
fn differences(a: &Workspace, b: &Workspace) -> Vec<String> {
    let mut changed = Vec::new();
    let (items_a, items_b) = (a.inventory.items(), b.inventory.items());
    for item in items_a.iter().filter(|item| !items_b.contains(item)) {
        changed.push(format!("{:?}", item.reference()));
    }
    for item in items_b.iter().filter(|item| !items_a.iter().any(|known| known.reference() == item.reference())) {
        changed.push(format!("{:?}", item.reference()));
    }
    if a.settings != b.settings || a.organization != b.organization {
        changed.push("settings".to_owned());
    }
    if a.versions != b.versions {
        changed.push("versions".to_owned());
    }
    let ids: BTreeSet<_> = a.journeys.keys().chain(b.journeys.keys()).collect();
    for id in ids {
        match (a.journeys.get(id), b.journeys.get(id)) {
            (Some(a), Some(b)) => journey_differences(a, b, &mut changed),
            _ => changed.push(id.to_string()),
        }
    }
    changed
}

fn journey_differences(a: &waymark::journey::Journey, b: &waymark::journey::Journey, changed: &mut Vec<String>) {
    let bare = |journey: &waymark::journey::Journey| waymark::journey::Journey {
        activities: Vec::new(),
        connections: Vec::new(),
        layout: Vec::new(),
        ..journey.clone()
    };
    if bare(a) != bare(b) {
        changed.push("properties".to_owned());
    }
    let mut gone = BTreeSet::new();
    for (one, other) in [(a, b), (b, a)] {
        for activity in &one.activities {
            match other.activity(&activity.id) {
                None => {
                    gone.insert(activity.id.clone());
                }
                Some(known) if known != activity && std::ptr::eq(one, a) => changed.push(activity.id.to_string()),
                Some(_) => {}
            }
        }
    }
    // A tail of steps that is new or gone counts as one thing.
    if !gone.is_empty() {
        changed.push(format!("{gone:?}"));
    }
    let wires = |one: &waymark::journey::Journey, other: &waymark::journey::Journey| {
        let known: Vec<_> = other.connections.iter().map(|wire| (&wire.from, &wire.port, &wire.to)).collect();
        let lost = one.connections.iter().filter(|wire| !known.contains(&(&wire.from, &wire.port, &wire.to)));
        lost.filter(|wire| !gone.contains(&wire.from) && !gone.contains(&wire.to)).count()
    };
    // A wire that leads elsewhere is one thing; wires that close the gap of a step that is gone belong to it.
    if wires(a, b).max(wires(b, a)) > 0 && gone.is_empty() {
        changed.push("wires".to_owned());
    }
}

#[test]
fn every_remedy_silences_its_finding_and_breaks_nothing() {
    for_every_rule(|rule| {
        let sketch = (rule.flagged)();
        let before = report(&sketch);
        let known: Vec<_> = before.findings.iter().map(|finding| (finding.rule, &finding.place)).collect();
        let findings =
            before.findings.iter().filter(|finding| finding.rule == rule.id && finding.place == sketch.place);
        let remedies: Vec<_> = findings.flat_map(|finding| &finding.remedies).collect();
        match (rule.mending, remedies.is_empty()) {
            (Mending::Offers(_), true) => return Err("offers no remedy".to_owned()),
            (Mending::None(_), false) => return Err("says that there is no remedy but offers one".to_owned()),
            _ => {}
        }
        for remedy in remedies {
            let mut edits = remedy.edits.clone();
            let mut chance = 7;
            edit::draw_ids(
                &mut edits,
                &mut || {
                    chance += 1;
                    chance
                },
                &sketch.workspace,
            );
            let mended = sketch.after(&edits).map_err(|error| format!("'{}' is refused: {error}", remedy.title))?;
            let after = Checker::new().check(&mended, sketch.platform, Sketch::now());
            for finding in &after.findings {
                if finding.rule == rule.id && finding.place == sketch.place {
                    return Err(format!("'{}' does not silence it: {}", remedy.title, finding.message));
                }
                if !known.contains(&(finding.rule, &finding.place)) {
                    return Err(format!("'{}' brings {}: {}", remedy.title, finding.rule, finding.message));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn no_rule_that_is_switched_off_is_reported() {
    for_every_rule(|rule| {
        let sketch = (rule.flagged)();
        let report = Checker::new().without(rule.id).check(&sketch.workspace, sketch.platform, Sketch::now());
        if report.findings.iter().any(|finding| finding.rule == rule.id) {
            return Err("is still reported".to_owned());
        }
        Ok(())
    });
}

#[test]
fn every_rule_says_what_it_must_in_sentences() {
    for_every_rule(|rule| {
        let mending = match rule.mending {
            Mending::Offers(text) | Mending::None(text) => text,
        };
        for text in [rule.summary, rule.why, mending] {
            if !text.ends_with('.') || text.contains("  ") {
                return Err(format!("is no sentence: {text}"));
            }
        }
        if rule.sources.is_empty() {
            return Err("names no source".to_owned());
        }
        let report = report(&(rule.flagged)());
        match report.findings.iter().find(|finding| finding.rule == rule.id && !finding.message.ends_with(['.', '?'])) {
            Some(finding) => Err(format!("is no sentence: {}", finding.message)),
            None => Ok(()),
        }
    });
}

#[test]
fn figures_in_findings_are_grouped_as_people_read_them() {
    const UNITS: [&str; 6] = ["people", "profiles", "events", "calls", "messages", "together"];
    for_every_rule(|rule| {
        let report = report(&(rule.flagged)());
        for finding in &report.findings {
            let words: Vec<&str> = finding.message.split_whitespace().collect();
            let raw = |number: &str| number.len() > 3 && number.bytes().all(|digit| digit.is_ascii_digit());
            let unit = |unit: &str| UNITS.iter().any(|known| unit.starts_with(known));
            if words.windows(2).any(|pair| raw(pair[0]) && unit(pair[1])) {
                return Err(finding.message.clone());
            }
        }
        Ok(())
    });
}

#[test]
fn every_id_is_unique_and_every_platform_names_only_rules() {
    let mut seen = BTreeSet::new();
    let ids = rules().iter().flat_map(|rule| std::iter::once(rule.id).chain(rule.aliases.iter().copied()));
    for id in ids.chain(cards().iter().map(|card| card.id)) {
        assert!(seen.insert(id), "{id} stands twice");
    }
    for id in platform::named_rules() {
        let is_known = rules().iter().any(|rule| rule.id == id) || cards().iter().any(|card| card.id == id);
        assert!(is_known, "a platform's table names {id}, which is no rule and no card");
    }
}

#[test]
fn every_behaviour_is_proven_by_a_test_of_the_machine() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/headless");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let tests: String = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for card in cards() {
        let proofs: Vec<&str> = card.proofs().collect();
        assert_eq!(card.kind == CardKind::Behaviour, !proofs.is_empty(), "{} and its proof", card.id);
        for proof in proofs {
            assert!(tests.contains(&format!("#[test]\nfn {proof}()")), "{} is said to be proven by {proof}", card.id);
        }
    }
}

/// Ids stand in documents (somebody lives with a finding), in reports that other programs keep, and in what people say
/// to each other: one that was known once is known for ever, if only as another name.
#[test]
fn every_id_that_was_ever_known_still_answers() {
    let known = include_str!("fixtures/guardrails.txt");
    let lost: Vec<&str> =
        known.lines().filter(|id| check::rule(id).is_none() && !cards().iter().any(|card| card.id == *id)).collect();
    assert!(lost.is_empty(), "nobody knows {lost:?} any more");
    assert!(known.lines().count() >= 435 && known.lines().is_sorted());
    for id in known.lines() {
        cli::rules::print(Some(id), cli::rules::Format::Text).unwrap();
    }
}

/// Where pages disagree, the platform decides, and the rule or card of the matter says what the other text says.
const OTHER_TEXTS: [(&str, &str); 36] = [
    ("custom-action-method", "by the blueprints POST or PUT only"),
    ("waymark-throttling-unsupported", "Today a throttle takes 200 to 5,000 calls a second"),
    ("capping-drops-calls", "never sent and never queued"),
    ("custom-action-auth-type", "The blueprints name tokens, passwords and OAuth2"),
    ("seed-bearer-token", "today's product can sign in otherwise too"),
    ("aq-edge-hub-delay", "5 minutes by the blueprints"),
    ("custom-action-static-ip", "a single address is not possible at all"),
    ("decision-in-custom-action", "today's content decisions"),
    ("campaign-decisioning", "though the blueprints deny them too"),
    ("campaign-v8-throughput", "4,000 in five minutes, which is 48,000 an hour"),
    ("campaign-cap-4000-5min", "of 50,000 an hour for v7 and Standard, and of 1,000,000 for v8"),
    ("campaign-v7-throughput", "4,000 times in five minutes"),
    ("campaign-standard-throughput", "4,000 times in five minutes"),
    ("campaign-v7v8-with-native", "older text forbade it"),
    ("campaign-v7-min-build", "newer than 21.1"),
    ("journey-live-quota", "Older text said 100"),
    ("journey-payload-too-large", "says 4 MB"),
    ("reentrance-wait-range", "one of its pages says 91"),
    ("journey-global-timeout", "30 days, then 90"),
    ("path-waits-exceed-global-timeout", "30 days, then after 90"),
    ("wait-max-duration", "allowed 29 days"),
    ("event-payload-64kb", "allowed 800 KB"),
    ("event-ingest-rate", "another 5,000 a second of their own"),
    ("aq-streaming-burst", "10,000 qualifications a second"),
    ("capping-max-calls-invalid", "more than 1, its description for at least 1"),
    ("waymark-cap-of-one", "greater than 1, the API's own description for at least 1"),
    ("capping-max-connections-range", "15,000 to 30,000"),
    ("waymark-can-deploy-method", "by GET in its OpenAPI description"),
    ("custom-action-url-port", "calls :8080"),
    ("waymark-expr-isempty-null", "by the conditions' page it is"),
    ("waymark-duration-text", "says milliseconds"),
    ("expr-experience-event-fieldgroup", "still allow it in journeys that begin with a unitary event"),
    ("waymark-wait-minimum-read", "waits of an hour"),
    ("read-audience-rate-range", "calls 20,000 the default"),
    ("read-audience-finish", "from the start of the first"),
    ("email-attachments", "an add-on has them since"),
];

#[test]
fn where_pages_disagree_the_other_text_is_told() {
    for (id, phrase) in OTHER_TEXTS {
        let told = cli::rules::print(Some(id), cli::rules::Format::Text).unwrap();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(phrase), "{id} does not say '{phrase}': {told}");
    }
    let alerts = cli::rules::print(Some("capping-drops-calls"), cli::rules::Format::Text).unwrap();
    assert!(alerts.contains("throttled or queued"));
    let reused = cli::rules::print(Some("business-event-reuse-window"), cli::rules::Format::Text).unwrap();
    assert!(reused.contains("a scheduled one has no such guard"));
}

#[test]
fn a_fact_that_is_only_told_weighs_by_platform_too() {
    let on = |id: &str| {
        let card = cards().iter().find(|card| card.id == id).unwrap();
        Platform::ALL.map(|known| platform::severity_of_card(card, known))
    };
    let [ajo, blueprint, _] = on("email-attachments");
    assert_eq!((ajo, blueprint), (Some(Severity::Warning), Some(Severity::Error)), "today an add-on has them");
    assert_eq!(on("business-event-export-delay")[2], None, "another vendor's delay");
    let told = cli::rules::print(Some("business-event-export-delay"), cli::rules::Format::Text).unwrap();
    assert!(told.contains("On waymark: off"), "{told}");
}

#[test]
fn every_rule_file_is_listed_by_its_family() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
    let mut files = 0;
    for folder in std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let Ok(family) = std::fs::read_to_string(folder.join("mod.rs")) else { continue };
        if !family.contains("const RULES: &[&Rule]") {
            continue;
        }
        for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&file).unwrap();
            if text.contains("const RULE: Rule") {
                files += 1;
                assert!(family.contains(&format!("{name}::RULE")), "{} is not listed", file.display());
            }
        }
    }
    assert_eq!(files, rules().len(), "one file per rule");
}

#[test]
fn a_kept_report_is_the_report_of_a_fresh_checker() {
    let mut kept = Checker::new();
    for rule in rules() {
        for sketch in [(rule.flagged)(), (rule.passing)()] {
            let report = kept.check(&sketch.workspace, sketch.platform, Sketch::now());
            let fresh = Checker::new().check(&sketch.workspace, sketch.platform, Sketch::now());
            assert_eq!(report, fresh, "after {}", rule.id);
            let mut again = sketch.workspace.clone();
            let journey = again.journeys.values_mut().next().unwrap();
            Arc::make_mut(journey).properties.priority = Some(200);
            let report = kept.check(&again, sketch.platform, Sketch::now());
            assert_eq!(report, Checker::new().check(&again, sketch.platform, Sketch::now()), "after {}", rule.id);
        }
    }
}

#[test]
fn what_journeys_do_to_each_other_is_found_after_an_edit_too() {
    let rule = check::rule("event-max-journeys-per-event").unwrap();
    let mut workspace = (rule.flagged)().workspace;
    let mut kept = Checker::new();
    let mut same = |workspace: &Workspace, step: &str| {
        let report = kept.check(workspace, Platform::Ajo, Sketch::now());
        assert_eq!(report, Checker::new().check(workspace, Platform::Ajo, Sketch::now()), "after {step}");
        report.findings.iter().any(|finding| finding.rule == rule.id)
    };
    assert!(same(&workspace, "opening"));
    let id = workspace.journeys.keys().nth(7).unwrap().clone();
    let change = |workspace: &mut Workspace, change: &dyn Fn(&mut Journey)| {
        change(Arc::make_mut(workspace.journeys.get_mut(&id).unwrap()));
    };
    // One journey listens to something else, and then says in an exit criterion that it listens after all.
    change(&mut workspace, &|journey| {
        for activity in &mut journey.activities {
            if let Kind::Event(entry) = &mut activity.kind {
                entry.event = Some("event-paid".into());
            }
        }
    });
    assert!(!same(&workspace, "another entry"));
    change(&mut workspace, &|journey| journey.activities[0].label = "Something else".to_owned());
    assert!(!same(&workspace, "another label"));
    change(&mut workspace, &|journey| {
        let when = ExitWhen::Event { event: Some("event-order".into()), condition: "".into() };
        let criterion = ExitCriterion { id: "exit-1".into(), when, ..ExitCriterion::default() };
        journey.properties.exit_criteria.push(criterion);
    });
    assert!(same(&workspace, "an exit criterion"));
    Arc::make_mut(&mut workspace.inventory).events.clear();
    assert!(same(&workspace, "losing all events"));
    workspace.journeys.remove(&id);
    assert!(!same(&workspace, "losing a journey"));
}

#[test]
fn errors_come_first_and_steps_from_left_to_right() {
    for rule in rules() {
        let report = report(&(rule.flagged)());
        let weights: Vec<_> = report.findings.iter().map(|finding| finding.severity).collect();
        assert!(weights.is_sorted(), "{}", rule.id);
    }
    let counts = Platform::ALL
        .map(|platform| rules().iter().filter(|rule| platform::severity(rule, platform).is_some()).count());
    assert!(counts[0] >= counts[2], "our own server has no more limits than AJO");
}

#[test]
fn the_first_set_is_whole_and_most_of_it_can_be_mended_by_a_click() {
    let offering = rules().iter().filter(|rule| matches!(rule.mending, Mending::Offers(_))).count();
    assert!(rules().len() >= 245, "{} rules", rules().len());
    assert!(offering >= 85, "{offering} rules offer a remedy");
    assert!(cards().len() >= 95, "{} cards", cards().len());
}

#[test]
fn only_a_journey_without_errors_is_cleared_and_its_proof_does_not_go_stale() {
    let journey = Sketch::JOURNEY.into();
    let sound = Sketch::event().then(steps::email());
    let cleared = Cleared::new(&sound.workspace, &journey, Platform::Ajo, Sketch::now()).unwrap();
    assert_eq!(cleared.report().errors(), 0);
    assert_eq!(cleared.definition().journey.activities.len(), 2);

    let refused = Sketch::event().then(steps::wait(Duration::Days(120)));
    let report = Cleared::new(&refused.workspace, &journey, Platform::Ajo, Sketch::now()).unwrap_err();
    assert!(report.findings.iter().any(|finding| finding.rule == "wait-max-duration"));
    Cleared::new(&refused.workspace, &journey, Platform::Waymark, Sketch::now()).unwrap();

    let nowhere = Cleared::new(&sound.workspace, &"journey-9".into(), Platform::Ajo, Sketch::now()).unwrap_err();
    assert_eq!(nowhere.errors(), 1);
}

#[test]
fn an_activity_holds_the_findings_of_its_fields_and_a_journey_those_of_its_activities() {
    let report = report(&Sketch::event().then(steps::wait(Duration::Days(120))));
    let journey = Place::journey(&Sketch::JOURNEY.into());
    let activity = Place::activity(&Sketch::JOURNEY.into(), &"wait-2".into());
    let field = activity.clone().field("wait");
    assert!(report.of(&field).any(|finding| finding.rule == "wait-max-duration"));
    assert!(report.of(&activity).count() >= report.of(&field).count());
    assert_eq!(report.of(&journey).count(), report.findings.iter().filter(|f| f.place.journey.is_some()).count());
    assert_eq!(report.of(&activity.field("waiting")).count(), 0);
}

#[test]
fn an_object_that_is_nearly_named_is_asked_for_and_taken() {
    // Whoever writes by hand writes a name, or mistypes an id.
    let written = |audience: &str| {
        let sketch = Sketch::qualification().with(|activity| {
            if let Kind::AudienceQualification(entry) = &mut activity.kind {
                entry.audience = Some(audience.into());
            }
        });
        let report = report(&sketch);
        let mut found = report.findings.iter().filter(|finding| finding.rule == "waymark-unknown-object");
        let finding = found.next().unwrap();
        (finding.message.clone(), finding.remedies.iter().map(|remedy| remedy.title.clone()).collect::<Vec<_>>())
    };
    for near in ["Cart abandoners", "cart abandonners", "audience-cartt"] {
        let (message, titles) = written(near);
        assert!(message.ends_with(&format!("{near}, which does not exist; is 'Cart abandoners' meant?")), "{message}");
        assert_eq!(titles, ["Use 'Cart abandoners'"]);
    }
    let (message, titles) = written("audience-zzzz");
    assert!(message.ends_with("which does not exist; choose another.") && titles.is_empty(), "{message} {titles:?}");
}

#[test]
fn a_reaction_may_have_its_place_and_the_wrong_message() {
    let sketch = Sketch::event().then(steps::email()).then(steps::email());
    let sketch = sketch.then(steps::reaction("email-2", ReactionKind::Opened));
    let of_rule = |report: &Report| {
        let mut found = report.findings.iter().filter(|finding| finding.rule == "reaction-not-after-channel");
        found.next().map(|finding| finding.remedies.clone())
    };
    let remedies = of_rule(&report(&sketch)).expect("it is found");
    assert!(remedies[0].title.starts_with("Watch "), "{remedies:?}");
    let mended = sketch.after(&remedies[0].edits).expect("edits that fit");
    let now = mended.journeys.values().flat_map(|journey| journey.activities.clone());
    let watched = now.filter_map(|step| match &step.kind {
        Kind::Reaction(reaction) => reaction.message.clone(),
        _ => None,
    });
    assert_eq!(watched.collect::<Vec<_>>(), ["email-3".into()]);
    assert_eq!(of_rule(&Checker::new().check(&mended, sketch.platform, Sketch::now())), None);
}

#[test]
fn a_field_that_is_nearly_called_so_is_asked_for() {
    let sketch = (check::rule("update-profile-new-field").unwrap().flagged)();
    let mistyped = sketch.with(|activity| {
        if let Kind::UpdateProfile(update) = &mut activity.kind {
            "person.name.firstNmae".clone_into(&mut update.fields[0].field);
        }
    });
    let report = report(&mistyped);
    let found = report.findings.iter().find(|finding| finding.rule == "update-profile-new-field").expect("found");
    assert!(found.message.ends_with("Is 'person.name.firstName' meant?"), "{}", found.message);
    assert_eq!(found.remedies[0].title, "Write 'person.name.firstName'");
}

#[test]
fn dates_are_told_in_the_zone_of_the_journey() {
    let moment = |text: &str| text.parse().ok();
    let sketch = Sketch::event().then(steps::email()).properties(|properties| {
        "Europe/Stockholm".clone_into(&mut properties.zone);
        properties.start = moment("2027-05-01T22:00:00Z");
        properties.end = moment("2027-04-01T22:00:00Z");
    });
    let report = report(&sketch);
    let said = |rule: &str| report.findings.iter().find(|finding| finding.rule == rule).unwrap().message.clone();
    let swapped = said("journey-end-before-start");
    assert!(swapped.contains("on 2027-04-02 00:00, before it starts on 2027-05-02 00:00"), "{swapped}");
    assert!(said("test-date-window").contains("starts on 2 May 2027;"), "{}", said("test-date-window"));
}

#[test]
fn a_wait_at_the_end_is_a_step_that_is_not_drawn_yet_before_it_is_a_mistake() {
    let report = report(&Sketch::event().then(steps::email()).then(steps::wait(Duration::Days(7))));
    let found = report.findings.iter().find(|finding| finding.rule == "wait-used-to-block-reentry").expect("found");
    assert!(found.to_do, "while it is drawn it waits for its next step");
    assert_eq!(found.offered().count(), 0, "taking it back is no way to fill it in");
    let left = check::Finding { to_do: false, ..found.as_ref().clone() };
    assert_eq!(left.offered().count(), 1);
}

#[test]
fn a_label_is_proposed_only_for_a_step_that_does_something_already() {
    let said = |sketch: &Sketch| {
        let report = report(sketch);
        let found = report.findings.iter().find(|found| found.rule == "activity-label-missing").cloned();
        found.expect("it has no label").remedies.iter().map(|remedy| remedy.title.clone()).collect::<Vec<_>>()
    };
    let bare = |sketch: Sketch| sketch.with(|activity| activity.label.clear());
    assert_eq!(said(&bare(Sketch::event().then(steps::wait(Duration::Hours(1))))), ["Label it 'Wait 1 hour'"]);
    let unfilled = Kind::UpdateProfile(Default::default());
    assert_eq!(said(&bare(Sketch::event().then(unfilled))), Vec::<String>::new(), "'Choose a field' is no label");
}
