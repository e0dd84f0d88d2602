//! Findings with which somebody lives: asked for a reason, folded away, brought back.

use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::actions::Action;
use waymark::designer::requests::{Request, Selection};
use waymark::edit::Edit;
use waymark::journey::{Kind, Method, Place, Suppression};

use crate::window::{Window, run, settle, start};

const RULE: &str = "alternative-path-missing";

/// The sample with one message that nobody follows up when it fails: a warning, and the same window's problems.
fn with_a_warning(folder: &std::path::Path) -> Window {
    let mut window = start(folder);
    window.get_by_label("Cart abandonment").click();
    settle(&mut window);
    let journey = window.state().session().journey().expect("a journey").clone();
    let is_mail = |kind: &Kind| matches!(kind, Kind::Message(message) if message.error_path);
    let mut mail = journey.activities.iter().find(|known| is_mail(&known.kind)).expect("a message").clone();
    if let Kind::Message(message) = &mut mail.kind {
        message.error_path = false;
    }
    let place = Place::activity(&journey.id, &mail.id);
    let edits = vec![Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(mail) }];
    window.state_mut().ask(Request::Edit { name: "No path for failures".to_owned(), edits, gesture: None, place });
    settle(&mut window);
    run(&mut window, Action::Problems);
    window
}

fn counted(window: &Window) -> usize {
    window.state().session().problems().filter(|finding| finding.rule == RULE).count()
}

fn said(window: &Window) -> Vec<Suppression> {
    let journey = window.state().session().journey().expect("a journey");
    journey.activities.iter().flat_map(|activity| activity.suppressed.clone()).collect()
}

fn press(window: &mut Window, label: &str) {
    window.get_all_by_label(label).next().unwrap_or_else(|| panic!("no “{label}”")).scroll_to_me();
    settle(window);
    window.get_all_by_label(label).next().expect("it is there").click();
    settle(window);
}

#[test]
fn a_finding_is_lived_with_for_a_reason_and_brought_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = with_a_warning(folder.path());
    let before = counted(&window);
    assert!(before > 0, "a message that fails leads nowhere");

    press(&mut window, "Live with it…");
    let yes = window.get_by_label("Live with it");
    assert!(yes.accesskit_node().is_disabled(), "nobody lives with anything without a reason");
    window.get_by_label("Why it does not matter here").type_text("Every failure is read by a person.");
    settle(&mut window);
    press(&mut window, "Live with it");
    assert_eq!(counted(&window), before - 1);
    let reason = "Every failure is read by a person.".to_owned();
    assert_eq!(said(&window), [Suppression { rule: RULE.to_owned(), reason }]);

    // One undo step, and it is named.
    let step = window.state().session().next_undo().expect("a step").name.clone();
    assert!(step.starts_with("Live with a finding at"), "{step}");
    run(&mut window, Action::Undo);
    assert_eq!(counted(&window), before);
    run(&mut window, Action::Redo);
    assert_eq!(counted(&window), before - 1);

    // It is folded away, not gone.
    assert!(window.query_by_label("Bring back").is_none(), "the group is folded");
    press(&mut window, "1 lived with");
    assert!(window.query_by_label_contains("Because: Every failure").is_some());
    press(&mut window, "Bring back");
    assert_eq!(counted(&window), before);
    assert!(said(&window).is_empty());
    assert!(window.query_by_label("1 lived with").is_none(), "the group goes with its last finding");
}

#[test]
fn what_is_said_of_a_finding_that_is_gone_is_listed_and_taken_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = with_a_warning(folder.path());
    press(&mut window, "Live with it…");
    window.get_by_label("Why it does not matter here").type_text("Read by a person.");
    settle(&mut window);
    press(&mut window, "Live with it");
    let journey = window.state().session().journey().expect("a journey").clone();
    let mut mail = journey.activities.iter().find(|known| !known.suppressed.is_empty()).expect("it").clone();
    if let Kind::Message(message) = &mut mail.kind {
        message.error_path = true;
    }
    let place = Place::activity(&journey.id, &mail.id);
    let edits = vec![Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(mail) }];
    window.state_mut().ask(Request::Edit { name: "A path again".to_owned(), edits, gesture: None, place });
    settle(&mut window);
    assert!(window.query_by_label("1 lived with").is_none(), "nothing is found there any more");
    press(&mut window, "1 no longer needed");
    assert!(window.query_by_label_contains("Because: Read by a person.").is_some());
    press(&mut window, "Take it away");
    assert!(said(&window).is_empty());
    assert!(window.query_by_label("1 no longer needed").is_none());
}

#[test]
fn the_card_of_a_guardrail_asks_for_a_reason_and_brings_back_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = with_a_warning(folder.path());
    let before = counted(&window);
    window.state_mut().ask(Request::Explain(RULE));
    settle(&mut window);
    assert!(window.query_by_label("In this journey").is_some());
    let on_card =
        window.get_all_by_label("Live with it…").filter(|node| node.accesskit_node().role() == BUTTON).count();
    assert!(on_card > 0, "the card offers it as a button");
    press(&mut window, "Live with it…");
    window.get_by_label("Why it does not matter here").type_text("Read by a person.");
    settle(&mut window);
    window.key_press(egui::Key::Enter);
    settle(&mut window);
    assert_eq!(counted(&window), before - 1, "Enter in the reason says yes");
    press(&mut window, "Bring back");
    assert_eq!(counted(&window), before);
}

#[test]
fn what_the_platform_refuses_nobody_is_asked_to_live_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    window.get_by_label("Cart abandonment").click();
    settle(&mut window);
    let inventory = &window.state().session().workspace().inventory;
    let mut sms = inventory.get::<waymark::journey::Action>(&"action-text".into()).expect("the action").clone();
    sms.method = Method::Delete;
    let edits = vec![Edit::Put(Box::new(waymark::journey::Item::Action(sms)))];
    let place = Place::default();
    window.state_mut().ask(Request::Edit { name: "Delete".to_owned(), edits, gesture: None, place });
    window.state_mut().ask(Request::Select(Selection::default()));
    settle(&mut window);
    run(&mut window, Action::Problems);
    let session = window.state().session();
    assert!(session.report().errors() > 0);
    assert!(
        session.problems().all(|finding| !finding.can_be_lived_with()),
        "only errors and remarks on shared objects"
    );
    assert!(window.query_by_label("Live with it…").is_none());
}

const BUTTON: egui::accesskit::Role = egui::accesskit::Role::Button;
