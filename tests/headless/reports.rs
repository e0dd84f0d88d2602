//! What the terminal writes for other programs: SARIF, JUnit XML, the page of all guardrails.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use waymark::{check, cli};

fn waymark(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_waymark")).args(arguments).current_dir(folder).output().unwrap()
}

const WORKSPACE: &str = "(format: 1, id: \"workspace-aaaa\", name: \"Shop\")";
const JOURNEY: &str = "(\n    format: 1,\n    id: \"journey-aaaa\",\n    name: \"Long & wide\",\n    activities: [\n        \
                       (id: \"wait-aaaa\", kind: Wait(Duration(Days(120)))),\n    ],\n)\n";

fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("workspace.ron"), WORKSPACE).unwrap();
    fs::write(folder.path().join("long.journey.ron"), JOURNEY).unwrap();
    folder
}

#[test]
fn findings_for_people_show_the_lines_that_are_meant() {
    let ran = waymark(&["check", "."], shop().path());
    let text = String::from_utf8(ran.stdout).unwrap();
    let shown = [
        "error[wait-max-duration]: This wait lasts 120 days; a wait lasts at most 90 days.",
        "long.journey.ron:6:27",
        "6 |         (id: \"wait-aaaa\", kind: Wait(Duration(Days(120)))),",
        "= remedy: Wait 90 days",
    ];
    for part in shown {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let meant = &text[text.find("error[wait-max-duration]").unwrap()..];
    let marks = meant.lines().find(|line| line.contains('^')).unwrap();
    assert_eq!(marks.matches('^').count(), "kind: Wait(Duration(Days(120)))".len(), "{text}");
}

#[test]
fn what_could_not_be_read_is_not_counted_as_well() {
    let folder = shop();
    fs::write(folder.path().join("broken.journey.ron"), "(format: 1, id: \"journey-bbbb\", name: ").unwrap();
    let ran = waymark(&["check", "."], folder.path());
    assert_eq!(ran.status.code(), Some(2));
    let text = String::from_utf8(ran.stdout).unwrap();
    assert!(text.trim_end().ends_with("; not checked: 1 place that could not be read."), "{text}");
    let ran = waymark(&["check", ".", "nowhere", "--format", "json"], folder.path());
    let page: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(page["summary"]["unreadable"], 2);
    let whole = waymark(&["check", ".", "--format", "json"], shop().path());
    let page: serde_json::Value = serde_json::from_slice(&whole.stdout).unwrap();
    assert!(page["summary"].get("unreadable").is_none(), "{page}");
}

#[test]
fn a_guardrail_is_explained_by_two_drawn_journeys() {
    let ran = waymark(&["rules", "actions-in-parallel"], shop().path());
    let text = String::from_utf8(ran.stdout).unwrap();
    let flagged = "  Event 1: OrderPlaced\n  Wait 2: 1 hour\n  ├─ then\n  │  Email 3: Thank you for your order\n  └─ then\n     \
                   Text message 4: Your order is on its way.   ◄ here\nThis passes:\n";
    assert!(text.contains(flagged), "{text}");
    for rule in check::rules() {
        // Whatever an example holds can be drawn.
        cli::rules::print(Some(rule.id), cli::rules::Format::Text).unwrap();
    }
}

#[test]
fn findings_as_sarif_name_rule_level_file_and_line() {
    let ran = waymark(&["check", ".", "--format", "sarif"], shop().path());
    assert_eq!(ran.status.code(), Some(1));
    let log: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let long = results.iter().find(|result| result["ruleId"] == "wait-max-duration").unwrap();
    assert_eq!(long["level"], "error");
    let place = &long["locations"][0]["physicalLocation"];
    assert!(place["artifactLocation"]["uri"].as_str().unwrap().ends_with("long.journey.ron"), "{place}");
    assert_eq!(place["region"]["startLine"], 6);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

/// The same journey, whose author lives with some findings and not with others.
fn living_with(rules: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = shop();
    let said: String =
        rules.iter().map(|(rule, reason)| format!("(rule: \"{rule}\", reason: \"{reason}\"), ")).collect();
    let journey = JOURNEY.replace("kind: Wait", &format!("suppressed: [{said}], kind: Wait"));
    fs::write(folder.path().join("long.journey.ron"), journey).unwrap();
    folder
}

#[test]
fn findings_as_sarif_fit_its_public_schema() {
    let schema = include_str!("fixtures/sarif/sarif-schema-2.1.0.json");
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let said = [("activity-label-missing", "Nobody reads reports of this journey.")];
    for folder in [shop(), living_with(&said), tempfile::tempdir().unwrap()] {
        let ran = waymark(&["check", ".", "--format", "sarif"], folder.path());
        let log: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
        let faults: Vec<String> =
            schema.iter_errors(&log).map(|fault| format!("{}: {fault}", fault.instance_path)).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
    // The schema tells right from wrong.
    let wrong = serde_json::json!({"version": "2.1.0", "runs": [{"tool": {"driver": {}}, "results": "none"}]});
    assert!(!schema.is_valid(&wrong));
}

#[test]
fn what_somebody_lives_with_is_told_apart_and_counts_nowhere() {
    let said =
        [("activity-label-missing", "Nobody reads reports of this journey."), ("wait-max-duration", "We are slow.")];
    let (before, after) = (shop(), living_with(&said));
    let json = |folder: &Path| -> serde_json::Value {
        serde_json::from_slice(&waymark(&["check", ".", "--format", "json"], folder).stdout).unwrap()
    };
    let (before, page) = (json(before.path()), json(after.path()));
    let rules = |list: &serde_json::Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|row| row["rule"].as_str().unwrap().to_owned()).collect()
    };
    assert!(rules(&before["findings"]).contains(&"activity-label-missing".to_owned()));
    assert!(before.get("suppressed").is_none());
    assert_eq!(rules(&page["suppressed"]), ["activity-label-missing"]);
    assert_eq!(page["suppressed"][0]["reason"], "Nobody reads reports of this journey.");
    let live = rules(&page["findings"]);
    assert!(!live.contains(&"activity-label-missing".to_owned()), "{live:?}");
    // What a platform refuses stays, and it is said that somebody lives with it in vain.
    assert!(live.contains(&"wait-max-duration".to_owned()) && live.contains(&"waymark-suppression".to_owned()));
    assert_eq!(before["summary"]["errors"], page["summary"]["errors"]);
    let infos = |page: &serde_json::Value| page["summary"]["infos"].as_u64().unwrap();
    assert_eq!(infos(&before), infos(&page) + 1);

    let text = String::from_utf8(waymark(&["check", "."], after.path()).stdout).unwrap();
    assert!(
        text.contains("suppressed info[activity-label-missing]: ") && text.contains("because: Nobody reads reports"),
        "{text}"
    );
    assert!(text.trim_end().ends_with("1 suppressed."), "{text}");
    let ran = waymark(&["check", ".", "--format", "sarif"], after.path());
    let log: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let reasons = result["suppressions"].as_array().unwrap().len();
        assert_eq!(reasons, usize::from(result["ruleId"] == "activity-label-missing"), "{result}");
    }
    // On our own server so long a wait is possible: nothing is refused, so the reason holds.
    let ran = waymark(&["check", ".", "--platform", "waymark", "--format", "json"], after.path());
    let page: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert!(!rules(&page["findings"]).contains(&"waymark-suppression".to_owned()));
}

#[test]
fn somebody_lives_with_a_finding_at_one_step_and_not_at_another() {
    let second = "(id: \"wait-aaaa\", suppressed: [(rule: \"activity-label-missing\", reason: \"Short.\")], kind: \
                  Wait(Duration(Days(1)))),\n        (id: \"wait-bbbb\", kind: Wait(Duration(Days(2)))),";
    let folder = shop();
    let journey = JOURNEY.replace("(id: \"wait-aaaa\", kind: Wait(Duration(Days(120)))),", second);
    fs::write(folder.path().join("long.journey.ron"), journey).unwrap();
    let page: serde_json::Value =
        serde_json::from_slice(&waymark(&["check", ".", "--format", "json"], folder.path()).stdout).unwrap();
    let steps = |list: &serde_json::Value| -> Vec<String> {
        let unlabelled = list.as_array().unwrap().iter().filter(|row| row["rule"] == "activity-label-missing");
        unlabelled.map(|row| row["place"]["activity"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(steps(&page["suppressed"]), ["wait-aaaa"]);
    assert_eq!(steps(&page["findings"]), ["wait-bbbb"]);
}

#[test]
fn scenarios_as_junit_name_what_failed() {
    let folder = shop();
    fs::create_dir_all(folder.path().join("scenarios/long")).unwrap();
    let scenario = |id: &str| {
        format!(
            "(format: 1, id: \"scenario-{id}\", name: \"{id} <1>\", journey: \"journey-aaaa\", \
             start: \"2026-01-05T09:00:00Z\")"
        )
    };
    // Both fail: nobody can enter this journey.
    fs::write(folder.path().join("scenarios/long/a.scenario.ron"), scenario("aaaa")).unwrap();
    fs::write(folder.path().join("scenarios/long/b.scenario.ron"), scenario("bbbb")).unwrap();
    let ran = waymark(&["test", ".", "--junit", "tests.xml"], folder.path());
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    let page = fs::read_to_string(folder.path().join("tests.xml")).unwrap();
    assert!(page.contains("tests=\"2\" failures=\"2\" skipped=\"0\""), "{page}");
    assert!(page.contains("classname=\"Long &amp; wide\" name=\"aaaa &lt;1&gt;\"><failure>"), "{page}");
}

#[test]
fn the_page_of_guardrails_has_a_row_for_each_and_says_its_remedy() {
    let page = cli::rules::print(None, cli::rules::Format::Markdown).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, waymark::check::rules().len() + waymark::check::cards().len());
    let one = cli::rules::print(Some("custom-action-method"), cli::rules::Format::Text).unwrap();
    assert!(one.contains("For example: 'SendText' uses GET"), "{one}");
}

#[test]
fn a_finding_that_can_be_lived_with_is_and_comes_back_under_any_of_its_names() {
    use waymark::check::{Checker, Severity, bring_back, live_with, rule};
    use waymark::edit::apply;
    use waymark::journey::Suppression;

    let sketch = (rule("alternative-path-missing").expect("the rule").flagged)();
    let found = |workspace: &_| {
        let report = Checker::new().check(workspace, sketch.platform, waymark::check::Sketch::now());
        let is_meant = |id: &str| id == "alternative-path-missing";
        let open = report.findings.iter().find(|finding| is_meant(finding.rule)).cloned();
        let lived = report.suppressed.into_iter().find(|known| is_meant(known.finding.rule));
        (open, lived)
    };
    let mut workspace = sketch.workspace.clone();
    let (open, lived) = found(&workspace);
    let finding = open.expect("the example is flagged");
    assert!(lived.is_none() && finding.can_be_lived_with());
    assert!(live_with(&workspace, &finding, "  ").is_empty(), "without a reason nothing happens");
    for edit in live_with(&workspace, &finding, " Read every morning. ") {
        apply(&mut workspace, &edit).expect("the edit");
    }
    let (open, lived) = found(&workspace);
    assert!(open.is_none());
    assert_eq!(lived.expect("it is lived with").reason.as_ref(), "Read every morning.");
    // Said twice, under another name: one word brings it back all the same.
    let other = rule(finding.rule).expect("the rule").aliases.first().copied().unwrap_or(finding.rule);
    let id = finding.place.journey.clone().expect("a journey");
    let journey = std::sync::Arc::make_mut(workspace.journeys.get_mut(&id).expect("the journey"));
    let step = journey.activities.iter_mut().find(|step| !step.suppressed.is_empty()).expect("the step");
    step.suppressed.push(Suppression { rule: other.to_owned(), reason: "Again.".to_owned() });
    for edit in bring_back(&workspace, &finding) {
        apply(&mut workspace, &edit).expect("the edit");
    }
    assert!(found(&workspace).0.is_some());
    let refused = waymark::check::Finding { severity: Severity::Error, ..finding.as_ref().clone() };
    assert!(!refused.can_be_lived_with() && live_with(&workspace, &refused, "No.").is_empty());
}
