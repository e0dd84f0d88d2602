//! `waymark check --fix`: what is certain is mended, said, and written as a whole or not at all.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::workspace_files::content;

/// A journey that can be mended by three safe remedies, and one finding that only its author can mend.
const JOURNEY: &str = r#"(
    format: 1,
    id: "journey-aaaa",
    name: "Order",
    activities: [
        (
            id: "condition-aaaa",
            label: "Large?",
            kind: Condition(test: Data([(id: "path-aaaa", label: "Large", expression: "now() is not null")])),
        ),
        (id: "event-aaaa", label: "Ordered", kind: Event(event: "event-ordr")),
        (id: "wait-aaaa", label: "Later", kind: Wait(Duration(Hours(1)))),
    ],
    connections: [
        (id: "wire-aaaa", from: "event-aaaa", to: "condition-aaaa"),
        (id: "wire-bbbb", from: "condition-aaaa", port: Branch("path-aaaa"), to: "wait-aaaa"),
    ],
)
"#;
const EVENTS: &str = r#"(
    format: 1,
    events: [
        (
            id: "event-ordr",
            name: "Order placed",
            id_type: RuleBased("1 == 1"),
            schema: "schema-ordr",
            fields: ["total"],
        ),
    ],
)
"#;
const WORKSPACE: &str = r#"(
    format: 1,
    id: "workspace-aaaa",
    name: "Shop",
    schemas: [(id: "schema-ordr", name: "Order", class: ExperienceEvent, fields: [(path: "total", kind: Decimal)])],
)
"#;

fn shop(journey: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("workspace.ron", WORKSPACE), ("events.ron", EVENTS), ("order.journey.ron", journey)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Exit code, findings, and what was said of mending.
fn fix(path: &str, folder: &Path) -> (i32, Vec<String>, Vec<String>) {
    let program = env!("CARGO_BIN_EXE_waymark");
    let ran = Command::new(program).args(["check", path, "--fix"]).current_dir(folder).output().unwrap();
    let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
    (ran.status.code().unwrap(), lines(&ran.stdout), lines(&ran.stderr))
}

#[test]
fn every_safe_remedy_is_applied_and_said_and_a_second_time_there_is_nothing_to_do() {
    let folder = shop(JOURNEY);
    let (_, found, said) = fix(".", folder.path());
    for (title, rule, file) in [
        ("Call it OrderPlaced", "event-name-format", "events.ron:"),
        ("Give them a path of their own", "alternative-path-missing", "order.journey.ron:"),
        ("Add a path for other cases", "condition-no-other-path", "order.journey.ron:"),
    ] {
        let line = said.iter().find(|line| line.contains(&format!("{title} ({rule})")));
        assert!(line.is_some_and(|line| line.starts_with("mended: ") && line.contains(file)), "{title}: {said:?}");
        assert!(!found.iter().any(|line| line.contains(rule)), "{rule}: {found:?}");
    }
    let text = fs::read_to_string(folder.path().join("order.journey.ron")).unwrap();
    assert!(text.contains("other_path: true") && text.contains("error_path: true"), "{text}");
    assert!(fs::read_to_string(folder.path().join("events.ron")).unwrap().contains("name: \"OrderPlaced\""));
    // Only what means what the author meant: who has an identity, only the author knows.
    assert!(found.iter().any(|line| line.contains("event-identity-missing")), "{found:?}");

    let before = content(folder.path());
    let (_, again, said) = fix(".", folder.path());
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(found, again);
    assert_eq!(before, content(folder.path()), "a second time nothing is written");
}

#[test]
fn a_journey_is_mended_alone() {
    let folder = shop(JOURNEY);
    let second = JOURNEY.replace("journey-aaaa", "journey-bbbb").replace("\"Order\"", "\"Other\"");
    fs::write(folder.path().join("other.journey.ron"), &second).unwrap();
    let (_, _, said) = fix("order.journey.ron", folder.path());
    assert!(said.iter().any(|line| line.contains("alternative-path-missing")), "{said:?}");
    assert!(said.iter().all(|line| !line.contains("other.journey.ron")), "{said:?}");
    assert_eq!(fs::read_to_string(folder.path().join("other.journey.ron")).unwrap(), second);
}

#[test]
fn where_a_file_cannot_be_written_none_is() {
    // The journey holds an activity that nobody can read, so that writing it would lose it.
    let damaged = JOURNEY.replace("activities: [", "activities: [\n        (id: \"wait-aaaa\", kind: Teleport),");
    let folder = shop(&damaged);
    let before = content(folder.path());
    let (code, _, said) = fix(".", folder.path());
    assert_eq!(code, 2, "{said:?}");
    assert!(said.iter().all(|line| !line.starts_with("mended")), "{said:?}");
    assert!(said.iter().any(|line| line.contains("order.journey.ron")), "{said:?}");
    assert_eq!(before, content(folder.path()), "nothing is half-written");
}

#[test]
fn an_exported_definition_is_not_mended() {
    let folder = shop(JOURNEY);
    let program = env!("CARGO_BIN_EXE_waymark");
    let exported = ["export", "order.journey.ron", "--to", "json", "-o", "order.json", "--draft"];
    assert!(Command::new(program).args(exported).current_dir(folder.path()).status().unwrap().success());
    let before = content(folder.path());
    let (code, _, said) = fix("order.json", folder.path());
    assert_eq!(code, 2);
    assert!(said.iter().any(|line| line.contains("mend the journey that it came from")), "{said:?}");
    assert_eq!(before, content(folder.path()));
}
