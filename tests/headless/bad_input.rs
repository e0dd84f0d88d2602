//! Bad input: a clear message that names the place, the right exit code, soon and in little memory, and nothing on
//! disk is changed.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::workspace_files::content;

/// What a run of the program did.
struct Run {
    code: Option<i32>,
    errors: String,
    results: String,
    took: Duration,
    /// Largest memory in MB that was seen; 0 where the system does not say.
    megabytes: u64,
}

/// Runs the program and watches its memory.
fn run(arguments: &[&str], folder: &Path) -> Run {
    let (out, err) = (tempfile::NamedTempFile::new().unwrap(), tempfile::NamedTempFile::new().unwrap());
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_waymark"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::from(out.reopen().unwrap()))
        .stderr(Stdio::from(err.reopen().unwrap()))
        .spawn()
        .unwrap();
    let mut megabytes = 0;
    let status = loop {
        let seen = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let peak = seen.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0);
        megabytes = megabytes.max(peak / 1024);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(started.elapsed() < Duration::from_secs(60), "{arguments:?} does not end");
        std::thread::sleep(Duration::from_millis(2));
    };
    Run {
        code: status.code(),
        errors: fs::read_to_string(err.path()).unwrap(),
        results: fs::read_to_string(out.path()).unwrap(),
        took: started.elapsed(),
        megabytes,
    }
}

const WORKSPACE: &str = "(format: 1, id: \"workspace-aaaa\", name: \"Shop\")";
const GOOD: &str = "(\n    format: 1,\n    id: \"journey-aaaa\",\n    name: \"Good\",\n)\n";

/// Puts a file into a workspace and checks the workspace: whatever it is, the other files are read, nothing is written,
/// and the limits hold.
fn check(file: &str, bytes: impl AsRef<[u8]>) -> Run {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("workspace.ron"), WORKSPACE).unwrap();
    fs::write(folder.path().join("good.journey.ron"), GOOD).unwrap();
    fs::write(folder.path().join(file), bytes).unwrap();
    let before = content(folder.path());
    let ran = run(&["check", ".", "--format", "json"], folder.path());
    within_limits(file, &ran);
    assert!(content(folder.path()) == before, "{file} or its neighbours were changed");
    let results: serde_json::Value = serde_json::from_str(&ran.results).unwrap();
    assert!(results["findings"].is_array(), "{}", ran.results);
    ran
}

fn within_limits(name: &str, ran: &Run) {
    // The program that tests run is not optimized; the optimized one keeps to 2 s with much to spare.
    let seconds = if cfg!(debug_assertions) { 8 } else { 2 };
    assert!(ran.took < Duration::from_secs(seconds), "{name} took {:?}", ran.took);
    assert!(ran.megabytes < 500, "{name} took {} MB", ran.megabytes);
}

#[track_caller]
fn refused(ran: &Run, place: &str, says: &str) {
    assert_eq!(ran.code, Some(2), "{}", ran.errors);
    assert!(ran.errors.contains(place) && ran.errors.contains(says), "{}", ran.errors);
}

#[track_caller]
fn found(ran: &Run, says: &str) {
    assert_eq!(ran.code, Some(1), "{}{}", ran.errors, ran.results);
    assert!(ran.results.contains(says), "{}", ran.results);
}

/// A journey file with these activities and these wires.
fn journey(activities: &str, connections: &str) -> String {
    format!(
        "(format: 1, id: \"journey-bbbb\", name: \"Bad\",\nactivities: [{activities}],\nconnections: [{connections}])"
    )
}

#[test]
fn where_nothing_can_be_read_nothing_is_said_to_be_fine() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["text", "json"] {
        let ran = run(&["check", "nowhere", "--format", format], folder.path());
        refused(&ran, "nowhere", "No such file");
        assert_eq!(ran.results, "", "{format}");
    }
    // What can be read is still reported.
    fs::write(folder.path().join("workspace.ron"), WORKSPACE).unwrap();
    let ran = run(&["check", "nowhere", "."], folder.path());
    assert!(ran.code == Some(2) && ran.results.contains("0 errors"), "{}", ran.results);
}

#[test]
fn a_file_that_was_cut_off() {
    let whole = journey("(id: \"wait-aaaa\", kind: Wait(Duration(Days(2)))),", "");
    refused(&check("cut.journey.ron", &whole[..whole.len() / 2]), "cut.journey.ron:2:14", "cut off");
    refused(&check("events.ron", ""), "events.ron:1:1", "begins with (format: 1");
    refused(
        &check("events.ron", "(format: 1, events: [(id: \"event-aaaa\", name: \"Ord"),
        "events.ron:1:",
        "never ends",
    );
}

#[test]
fn a_file_with_values_of_the_wrong_type() {
    let ran = check("typed.journey.ron", journey("(id: \"wait-aaaa\", kind: Wait(Duration(Days(\"two\"))))", ""));
    refused(&ran, "typed.journey.ron:2:57", "whole number");
    refused(&check("profiles.ron", "(format: 1, profiles: [5, (id: 6)])"), "profiles.ron:1:24", "");
    refused(&check("organization.ron", "(format: \"one\")"), "organization.ron:1:10", "format");
    refused(
        &check("channels.ron", "(format: 7, channels: [(id: \"c\", medium: Fax)])"),
        "channels.ron:1:",
        "newer Waymark",
    );
}

#[test]
fn a_file_that_is_no_text() {
    let ran = check("actions.ron", [0x28, 0x0a, 0xff, 0xfe, 0x00, 0x81]);
    refused(&ran, "actions.ron:2:1", "not UTF-8");
    refused(&check("events.ron", "\u{7f}ELF\u{0}\u{1}\u{2}"), "events.ron:1:1", "begins with (format: 1");
}

#[test]
fn a_file_that_is_too_large() {
    let ran = check("large.journey.ron", " ".repeat(9 * 1024 * 1024));
    refused(&ran, "large.journey.ron", "8 MiB");
    // As many entries as a list may have, and every one broken.
    let many = "(id:5),".repeat(90_000);
    refused(&check("many.journey.ron", journey(&many, "")), "many.journey.ron:2:", "text in quotation marks");
    let ran = check("more.journey.ron", journey(&"(id:5),".repeat(1_000_000), ""));
    refused(&ran, "more.journey.ron:2:", "more than 100000 entries");
}

#[test]
fn a_file_that_nests_without_end() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("Wait(Some(", "))")] {
        let nested = format!("{}{}", open.repeat(100_000), close.repeat(100_000));
        refused(&check("deep.journey.ron", journey(&nested, "")), "deep.journey.ron:2:", "deeper than 64");
        refused(
            &check("deep.journey.ron", journey(&open.repeat(100_000), "")),
            "deep.journey.ron:2:",
            "deeper than 64",
        );
    }
    refused(&check("deep.journey.ron", "/*".repeat(100_000)), "deep.journey.ron:1:1", "never ends");
}

#[test]
fn ids_that_clash() {
    let wait = "(id: \"wait-aaaa\", kind: Wait(Duration(Days(2)))),";
    let ran = check("twice.journey.ron", journey(&format!("{wait}\n{wait}"), ""));
    refused(&ran, "twice.journey.ron:3:1", "wait-aaaa is already used on line 2");
    let ran = check("other.journey.ron", GOOD);
    refused(&ran, "other.journey.ron:3:", "already used by good.journey.ron");
}

#[test]
fn ids_that_dangle_and_circles_are_findings() {
    let read = "(id: \"read-aaaa\", kind: ReadAudience(audience: \"audience-gone\", namespace: \"namespace-gone\")),";
    let ran = check("dangling.journey.ron", journey(read, "(id: \"wire-aaaa\", from: \"read-aaaa\", to: \"gone\")"));
    found(&ran, "audience-gone");
    let waits: String = (0..50).map(|n| format!("(id: \"wait-{n}\", kind: Wait(Duration(Days(1)))),")).collect();
    let wires: String =
        (0..50).map(|n| format!("(id: \"wire-{n}\", from: \"wait-{n}\", to: \"wait-{}\"),", (n + 1) % 50)).collect();
    assert_eq!(check("circle.journey.ron", journey(&waits, &wires)).code, Some(1));
    let circle = r##"(format: 1, audiences: [
        (id: "audience-aaaa", name: "A", rule: r#"inAudience("B")"#),
        (id: "audience-bbbb", name: "B", rule: r#"inAudience("A")"#),
    ])"##;
    assert!(matches!(check("audiences.ron", circle).code, Some(0 | 1)));
}

#[test]
fn endless_expressions_are_findings() {
    let deep = format!("{}true{}", "(".repeat(10_000), ")".repeat(10_000));
    let long = format!("true{}", " and true".repeat(1 << 17));
    let open = "(".repeat(1 << 20);
    for expression in [deep, long, open] {
        let fork = format!("(id: \"c\", kind: Condition(test: Data([(id: \"p\", expression: \"{expression}\")])))");
        assert_eq!(check("long.journey.ron", journey(&fork, "")).code, Some(1));
    }
}

#[test]
fn an_exported_definition_that_is_broken() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&str, String, &str); 6] = [
        ("cut.json", "{\"format\": 1, \"journey\": {".to_owned(), "cut.json:1:"),
        ("typed.json", "{\"format\": \"one\"}".to_owned(), "typed.json:1:12: /format must be a whole number"),
        ("deep.json", "[".repeat(200_000), "deep.json:1:"),
        ("twice.json", "{\"format\": 1, \"format\": 1}".to_owned(), "stands here twice"),
        ("empty.json", String::new(), "empty.json:1:"),
        ("large.json", " ".repeat(9 << 20), "8 MiB"),
    ];
    for (name, text, says) in cases {
        fs::write(folder.path().join(name), text).unwrap();
        let before = content(folder.path());
        for command in ["check", "simulate"] {
            let ran = run(&[command, name], folder.path());
            within_limits(name, &ran);
            refused(&ran, says, "");
        }
        assert!(content(folder.path()) == before);
    }
}

#[test]
fn a_path_that_is_no_document() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "hello").unwrap();
    refused(&run(&["check", "missing"], folder.path()), "missing", "");
    refused(&run(&["check", "."], folder.path()), "neither a workspace", "workspace.ron");
    refused(&run(&["check", "notes.txt"], folder.path()), "notes.txt", "journey file");
    refused(&run(&["check"], folder.path()), "Usage", "");
    if cfg!(unix) {
        std::os::unix::fs::symlink("loop.journey.ron", folder.path().join("loop.journey.ron")).unwrap();
        refused(&run(&["check", "loop.journey.ron"], folder.path()), "loop.journey.ron", "");
    }
}
