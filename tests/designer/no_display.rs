//! A machine without a display: the bare command says so in one sentence and shows in the terminal what it can.

use std::path::Path;
use std::process::{Command, Output};

fn without_display(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waymark"));
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(variable);
    }
    command.args(arguments).output().expect("the program runs")
}

fn said(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text")
}

#[test]
fn the_bare_command_shows_the_sample_instead() {
    let output = without_display(&[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        said(&output.stderr),
        "waymark: there is no display to open a window on; here is the check and the test run of a sample instead.\n"
    );
    let shown = said(&output.stdout);
    for part in ["Check of “Cart abandonment”", "0 errors, 0 warnings, ", "Anna Testberg", "end of the path"] {
        assert!(shown.contains(part), "{part:?} is missing in {shown}");
    }
}

#[test]
fn a_named_document_is_shown_and_one_that_cannot_be_read_is_an_error() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let sample = folder.join("near-the-store.journey.ron");
    let output = without_display(&[sample.to_str().expect("a path")]);
    let shown = said(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    assert!(shown.contains("Check of “Near the store”") && !shown.contains("Cart abandonment"), "{shown}");

    let output = without_display(&["nowhere.journey.ron"]);
    assert_eq!((output.status.code(), said(&output.stdout)), (Some(2), ""));
    assert!(said(&output.stderr).contains("nowhere.journey.ron"), "{}", said(&output.stderr));
}

/// The inventory of the samples, without a journey.
fn inventory(folder: &Path) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    for file in std::fs::read_dir(samples).expect("the samples").flatten() {
        let name = file.file_name().into_string().expect("a name");
        if file.path().is_file() && !name.ends_with(".journey.ron") {
            std::fs::copy(file.path(), folder.join(name)).expect("a copy");
        }
    }
}

#[test]
fn what_is_wrong_in_the_inventory_is_told_as_the_check_tells_it() {
    let folder = tempfile::tempdir().expect("a folder");
    inventory(folder.path());
    let name = "cart-abandonment.journey.ron";
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys").join(name);
    std::fs::copy(sample, folder.path().join(name)).expect("a copy");
    let actions = folder.path().join("actions.ron");
    let text = std::fs::read_to_string(&actions).expect("the actions");
    let broken = text.replacen("https://sms.example.com/v1/messages", "nowhere", 1);
    assert_ne!(text, broken);
    std::fs::write(&actions, broken).expect("a change");
    for path in [folder.path().to_owned(), folder.path().join(name)] {
        let path = path.to_str().expect("a path");
        let (output, check) = (without_display(&[path]), without_display(&["check", path]));
        let (shown, checked) = (said(&output.stdout), said(&check.stdout));
        assert!(checked.contains("actions.ron:") && checked.contains("1 error,"), "{checked}");
        assert!(shown.contains(checked), "{shown}\nhas not\n{checked}");
        assert!(shown.contains("Test run of “Cart abandonment”"), "{shown}");
        assert_eq!((output.status.code(), check.status.code()), (Some(1), Some(1)));
    }
}

#[test]
fn a_workspace_without_journeys_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    inventory(folder.path());
    let output = without_display(&[folder.path().to_str().expect("a path")]);
    let shown = said(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{shown}");
    assert!(shown.contains("0 errors, ") && shown.contains("There is no journey in it yet"), "{shown}");
}
