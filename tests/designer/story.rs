//! The whole story of a first hour, told by accessible labels: open a sample, insert a step, cause errors and mend
//! them by their remedies, make an event from nothing, run test profiles, save, export.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::journey::{Kind, Method, Platform};

use crate::window::{Window, click, click_text, press, settle, start};

/// What a card of this title says to someone who cannot see it.
fn card(window: &Window, title: &str) -> String {
    let name = format!("{title}, ");
    let mut cards = window.query_all_by_label_contains(&name);
    let found = cards.next().unwrap_or_else(|| panic!("no card {title:?} is in view"));
    found.accesskit_node().label().unwrap_or_default()
}

/// A card is named by its title and what it does.
fn click_card(window: &mut Window, title: &str) {
    let name = format!("{title}, ");
    let card = window.query_all_by_label_contains(&name).next();
    card.unwrap_or_else(|| panic!("no card {title:?} is in view")).click();
    settle(window);
}

fn errors(window: &Window) -> usize {
    window.state().session().report().errors()
}

fn steps(window: &Window) -> usize {
    window.state().session().journey().expect("a journey").activities.len()
}

#[test]
fn a_sample_is_changed_broken_mended_tested_saved_and_exported() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    click(&mut window, Role::Button, "Cart abandonment");
    let before = steps(&window);

    click_card(&mut window, "Cart abandoned");
    click(&mut window, Role::Button, "Wait");
    assert_eq!(steps(&window), before + 1, "one click adds one step");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(steps(&window), before);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(steps(&window), before + 1);
    press(&mut window, Modifiers::COMMAND, Key::Z);

    click_text(&mut window, "Adobe Journey Optimizer");
    click_text(&mut window, "Blueprint (strict)");
    assert_eq!(window.state().session().platform(), Platform::Blueprint);
    mend_get_by_its_remedy(&mut window);

    press(&mut window, Modifiers::NONE, Key::F5);
    assert!(window.state().session().rehearsal().trace().expect("a trace").runs.len() >= 2);
    click(&mut window, Role::Button, "Save as scenario");
    window.get_by_label("Name of the scenario").focus();
    settle(&mut window);
    window.get_by_label("Name of the scenario").type_text(" again");
    settle(&mut window);
    window.get_by_label("Save").click();
    settle(&mut window);
    let verdicts = window.state().session().rehearsal().verdicts();
    assert!(verdicts.iter().any(|verdict| verdict.outcome.as_ref().is_ok_and(Vec::is_empty)), "{verdicts:?}");

    click(&mut window, Role::Button, "Back");

    press(&mut window, Modifiers::COMMAND, Key::S);
    click(&mut window, Role::Button, "Save here");
    let root = window.state().session().root().expect("it was saved").to_owned();
    assert!(root.join("workspace.ron").is_file() && !window.state().session().is_edited());

    press(&mut window, Modifiers::COMMAND, Key::E);
    click(&mut window, Role::Button, "Choose a file…");
    click(&mut window, Role::Button, "Save here");
    let exported =
        walk(folder.path()).into_iter().find(|path| path.contains("cart-abandonment") && path.ends_with(".json"));
    assert!(exported.is_some(), "{:?}", walk(folder.path()));
}

/// GET does not reach another system from the blueprint: seen on the card, at the field and in the list.
fn mend_get_by_its_remedy(window: &mut Window) {
    const TEXT: &str = "Text about the cart";
    press(window, Modifiers::NONE, Key::Num1);
    let (before, sound) = (errors(window), card(window, TEXT));
    click_card(window, TEXT);
    click(window, Role::Link, "Open Action");
    click(window, Role::ComboBox, "Method");
    click(window, Role::ListBoxOption, "GET");
    assert!(errors(window) > before, "GET is an error there");
    assert!(window.query_all_by_label_contains("uses GET").count() >= 2, "at the field and in the list");
    click_text(window, "Back to Cart abandonment");
    assert_ne!(card(window, TEXT), sound, "the card says that there is one problem more");
    click(window, Role::Button, "Use POST");
    assert_eq!(errors(window), before);
    assert_eq!(card(window, TEXT), sound);
    let inventory = &window.state().session().workspace().inventory;
    assert!(inventory.actions.iter().all(|action| action.method != Method::Get));
    assert!(!window.state().session().in_inventory(), "a remedy takes nobody off the canvas");
}

#[test]
fn the_fifty_first_activity_is_an_error_while_it_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    click(&mut window, Role::Button, "Cart abandonment");
    let before = errors(&window);
    press(&mut window, Modifiers::COMMAND, Key::A);
    let copied = copy(&mut window);
    while steps(&window) <= 50 {
        window.event(egui::Event::Paste(copied.clone()));
        settle(&mut window);
    }

    let too_many = |window: &Window| {
        let found = window.state().session().findings().any(|finding| finding.rule == "journey-max-activities");
        (found, window.query_all_by_label_contains("the maximum is 50").next().is_some())
    };
    assert_eq!(too_many(&window), (true, true), "found and said");
    while steps(&window) > 50 {
        press(&mut window, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(too_many(&window), (false, false));
    while window.state().session().next_undo().is_some() {
        press(&mut window, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(errors(&window), before);
}

/// What Ctrl+C puts on the clipboard.
fn copy(window: &mut Window) -> String {
    window.event(egui::Event::Copy);
    for _ in 0..6 {
        window.step();
        let copied = window.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        if let Some(text) = copied {
            return text;
        }
    }
    panic!("nothing was copied")
}

#[test]
fn two_actions_at_once_are_an_error_and_put_one_after_the_other_by_its_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    click(&mut window, Role::Button, "Cart abandonment");
    press(&mut window, Modifiers::NONE, Key::Num1);
    let before = errors(&window);
    let at_once = |window: &Window| {
        let findings = window.state().session().report().findings.clone();
        findings.iter().filter(|finding| finding.rule == "actions-in-parallel").count()
    };
    pull(&mut window, "Cart abandoned", "Text about the cart");
    assert_eq!((at_once(&window), errors(&window)), (0, before + 1), "an action beside a wait is another error");
    pull(&mut window, "Cart abandoned", "Reminder in the app");
    assert_eq!(at_once(&window), 1);
    assert!(card(&window, "Reminder in the app").contains("1 problem"));
    assert!(window.query_all_by_label_contains("two lines lead to actions").next().is_some());
    click_text(&mut window, "Put 'Reminder in the app' after 'Text about the cart'");
    assert_eq!((at_once(&window), errors(&window)), (0, before + 1));
    let undo = window.state().session().next_undo().expect("a step").name.clone();
    assert!(
        undo.starts_with("Put 'Reminder in the app' after 'Text about the cart'"),
        "one step, named by what it did: {undo}"
    );
    for _ in 0..3 {
        press(&mut window, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(errors(&window), before);
}

/// Draws a wire from the right edge of one card to another card.
fn pull(window: &mut Window, from: &str, to: &str) {
    let place = |window: &Window, title: &str| {
        let name = format!("{title}, ");
        window
            .query_all_by_role(Role::Button)
            .find(|node| node.accesskit_node().label().is_some_and(|it| it.starts_with(&name)))
            .map(|node| node.rect())
    };
    let start = place(window, from).expect("the card is in view").right_center();
    let end = place(window, to).expect("the card is in view").center();
    let button = |pos, pressed| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.event(egui::Event::PointerMoved(start));
    window.step();
    window.event(button(start, true));
    window.step();
    for part in 1..=4 {
        window.event(egui::Event::PointerMoved(start.lerp(end, part as f32 / 4.0)));
        window.step();
    }
    window.event(button(end, false));
    settle(window);
}

#[test]
fn from_an_empty_workspace_an_event_is_made_by_typing_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    click(&mut window, Role::Button, "New journey");
    assert!(!window.state().session().is_edited(), "nobody has drawn anything yet");
    click(&mut window, Role::Button, "Event");
    click(&mut window, Role::ComboBox, "Event");
    window.get_by_label("Search").type_text("CustomerRegistered");
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    click(&mut window, Role::Button, "Make event");
    let session = window.state().session();
    let made = session.workspace().inventory.events.first().expect("an event");
    assert_eq!(made.name, "CustomerRegistered");
    assert!(made.namespace.is_some(), "it knows people by the identity type of the new workspace");
    let step = &session.journey().expect("a journey").activities[0];
    assert!(matches!(&step.kind, Kind::Event(event) if event.event.as_ref() == Some(&made.id)));
}

fn walk(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    found
}
