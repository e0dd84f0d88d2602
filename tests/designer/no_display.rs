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
    for part in ["Check of “Cart abandonment”", "Nothing would be refused", "Anna Testberg", "end of the path"] {
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
