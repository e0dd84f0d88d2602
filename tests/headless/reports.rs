//! What the terminal writes for other programs: SARIF, JUnit XML, the page of all guardrails.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use waymark::cli;

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
