//! Versions in the window: kept, marked as published, gone back to, told by what they differ in.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use waymark::designer::actions::Action;
use waymark::designer::requests::{Request, Selection};
use waymark::journey::{Journey, Version};

use crate::window::{Window, ask, click, is_shown, run, settle, start};

fn journey(window: &Window) -> &Journey {
    window.state().session().journey().expect("a journey")
}

fn versions(window: &Window) -> Vec<&Version> {
    let session = window.state().session();
    let id = &session.journey().expect("a journey").id;
    session.workspace().versions_of(id).map(AsRef::as_ref).collect()
}

fn reach(window: &mut Window, label: &str) {
    window.get_all_by_label(label).next().unwrap_or_else(|| panic!("no “{label}”")).scroll_to_me();
    settle(window);
    window.get_all_by_label(label).next().expect("it is there").click();
    settle(window);
}

/// The sample whose cart was left, with its properties open.
fn cart(folder: &std::path::Path) -> Window {
    let mut window = start(folder);
    window.get_by_label("Cart abandonment").click();
    settle(&mut window);
    run(&mut window, Action::Properties);
    window
}

fn without_voucher(window: &mut Window) {
    ask(window, Request::Select(Selection::activity(&"email-vch9".into())));
    run(window, Action::Delete);
    run(window, Action::Properties);
}

#[test]
fn a_version_is_kept_and_gone_back_to_in_one_step_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = cart(folder.path());
    reach(&mut window, "Keep this version");
    assert_eq!(versions(&window).len(), 1);
    assert!(is_shown(&window, "The same as version 1."));
    run(&mut window, Action::KeepVersion);
    assert_eq!(versions(&window).len(), 1, "nothing has changed since");
    let before = journey(&window).activities.clone();

    without_voucher(&mut window);
    assert!(is_shown(&window, "Since version 1: 1 step less"));
    reach(&mut window, "Go back to version 1");
    assert_eq!(journey(&window).activities, before);
    run(&mut window, Action::Undo);
    assert_eq!(journey(&window).activities.len(), before.len() - 1, "one step");
    run(&mut window, Action::Undo);
    run(&mut window, Action::Undo);
    assert!(versions(&window).is_empty(), "keeping is a step too");
}

#[test]
fn published_is_what_a_person_marks_and_a_later_one_closes_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = cart(folder.path());
    run(&mut window, Action::KeepVersion);
    reach(&mut window, "Version 1 is published");
    assert_eq!(versions(&window)[0].published.map(|at| at.to_string()).as_deref(), Some("2026-03-02T09:12:00Z"));
    assert!(is_shown(&window, "2 Mar 2026"));
    assert!(window.query_by_label("Remove version 1").is_none(), "what was published stays");
    without_voucher(&mut window);
    run(&mut window, Action::KeepVersion);
    reach(&mut window, "Version 2 is published");
    assert!(is_shown(&window, "Version 2 closed it"));
    reach(&mut window, "Version 2 is not published");
    assert!(!is_shown(&window, "Version 2 closed it"));
    reach(&mut window, "Remove version 2");
    assert_eq!(versions(&window).len(), 1);
}

#[test]
fn the_command_palette_finds_it_by_the_words_new_version() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = cart(folder.path());
    run(&mut window, Action::Commands);
    window.get_by_role_and_label(Role::TextInput, "What would you like to do?").type_text("new version");
    settle(&mut window);
    assert!(is_shown(&window, "Keep this version"));
    click(&mut window, Role::ListItem, "Keep this version");
    assert_eq!(versions(&window).len(), 1);
}
