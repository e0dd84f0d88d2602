//! `waymark simulate` and `waymark test`, as they are called: what they print and how they end.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use tempfile::TempDir;
use waymark::journey::files::{self, Files};
use waymark::journey::text_form::to_ron;
use waymark::journey::*;

use crate::build::*;

/// A folder with a workspace in it: the journey of a story and its scenario.
fn folder(story: &Story) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut workspace = story.workspace();
    let settings = Settings { id: "workspace-test".into(), name: "Test".to_owned(), ..Settings::default() };
    workspace.settings = Arc::new(settings);
    workspace.scenarios.insert(story.scenario.id.clone(), Arc::new(story.scenario.clone()));
    files::save(&workspace, &mut Files::default(), folder.path()).expect("a saved workspace");
    folder
}

fn story() -> Story {
    Story::new()
        .event("Go", "", r#"{"total": 120}"#)
        .then("entry", on("Go"))
        .then("pause", wait(Duration::Hours(1)))
        .happens(Duration::Hours(1), arrives("Go"))
}

fn ending(folder: &Path, ending: &str) -> PathBuf {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if entry.path().to_string_lossy().ends_with(ending) {
                return entry.path();
            }
        }
    }
    panic!("no {ending}")
}

/// Exit code, standard output, standard error.
fn waymark(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_waymark")).args(arguments).output().expect("a program that runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path that is text")
}

#[test]
fn simulate_without_a_scenario_runs_every_test_profile_once() {
    let folder = folder(&story());
    let journey = ending(folder.path(), ".journey.ron");
    let (code, out, err) = waymark(&["simulate", path(&journey)]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("profile-anna in “Test”\n  2026-01-05T09:00:00.000Z  entry — Go arrived\n"), "{out}");
    let (code, out, _) = waymark(&["simulate", path(&journey), "--format", "json", "--seed", "7"]);
    let run: serde_json::Value = serde_json::from_str(&out).expect("one object on one line");
    assert_eq!((code, &run["seed"], &run["end"]["reason"]), (0, &7.into(), &"completed".into()));
}

#[test]
fn simulate_runs_the_scenarios_that_are_named() {
    let folder = folder(&story());
    let (journey, scenario) = (ending(folder.path(), ".journey.ron"), ending(folder.path(), ".scenario.ron"));
    let arguments = ["simulate", path(&journey), "--scenario", path(&scenario), "--scenario", path(&scenario)];
    let (code, out, _) = waymark(&arguments);
    // Twice, and each begins at 09:00 + 1 hour.
    assert_eq!((code, out.matches("2026-01-05T10:00:00.000Z  entry").count()), (0, 2), "{out}");
}

#[test]
fn simulate_says_what_it_cannot_read() {
    let folder = folder(&story());
    let journey = ending(folder.path(), ".journey.ron");
    let (code, out, err) = waymark(&["simulate", path(folder.path())]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("is a workspace: name one of its journey files"), "{err}");

    let broken = folder.path().join("broken.scenario.ron");
    std::fs::write(&broken, "(\n    format: 1,\n    journey: 5,\n)\n").expect("a file");
    let (code, _, err) = waymark(&["simulate", path(&journey), "--scenario", path(&broken)]);
    assert!(code == 2 && err.contains("broken.scenario.ron:3:"), "{err}");

    let mut other = story().scenario;
    other.journey = "journey-else".into();
    let foreign = folder.path().join("foreign.scenario.ron");
    std::fs::write(&foreign, to_ron(&other)).expect("a file");
    let (code, _, err) = waymark(&["simulate", path(&journey), "--scenario", path(&foreign)]);
    assert!(code == 2 && err.contains("is a scenario of journey-else, not of journey-test"), "{err}");
}

#[test]
fn test_writes_down_compares_and_shows_what_differs() {
    let folder = folder(&story());
    let (code, out, _) = waymark(&["test", path(folder.path())]);
    assert_eq!(code, 0);
    assert!(out.contains("none Test: Test") && out.contains("0 passed, 0 failed, 1 without expectation"), "{out}");

    let (code, out, err) = waymark(&["test", path(folder.path()), "--update"]);
    assert!(code == 0 && out.contains("new  Test: Test") && out.contains("1 updated"), "{out}{err}");
    let (code, out, _) = waymark(&["test", path(folder.path())]);
    assert!(code == 0 && out.contains("ok   Test: Test"), "{out}");

    // The wait becomes longer: the second step comes an hour later than expected.
    let journey = ending(folder.path(), ".journey.ron");
    let text = std::fs::read_to_string(&journey).expect("a journey");
    std::fs::write(&journey, text.replace("Hours(1)", "Hours(2)")).expect("a file");
    let (code, out, _) = waymark(&["test", path(&journey)]);
    assert_eq!(code, 1, "a failing scenario");
    assert!(out.contains("FAIL Test: Test"), "{out}");
    assert!(out.contains("-2026-01-05T11:00:00.000Z pause ended"), "{out}");
    assert!(out.contains("+2026-01-05T12:00:00.000Z pause ended"), "{out}");
}
