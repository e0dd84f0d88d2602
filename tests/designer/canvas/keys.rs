//! The canvas by the keyboard alone.

use super::*;

#[test]
fn arrow_keys_walk_along_wires() {
    let mut harness = stage(journey());
    harness.get_by_label("Cart abandoned, event").click();
    harness.run();
    for (key, reached) in [
        (Key::ArrowRight, "wait-1"),
        (Key::ArrowRight, "condition-1"),
        (Key::ArrowRight, "email-1"),
        (Key::ArrowLeft, "condition-1"),
        (Key::ArrowUp, "email-1"),
    ] {
        harness.key_press(key);
        harness.run();
        assert_eq!(harness.state().selection, Selection::activity(&id(reached)), "after {key:?}");
    }
}

#[test]
fn shift_and_an_arrow_nudge_the_selected_step() {
    let mut harness = stage(journey());
    harness.get_by_label("Wait 1 hour, wait").click();
    harness.run();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.run();
    assert_eq!(harness.state().journey().placement(&id("wait-1")).map(|at| (at.x, at.y)), Some((260, 20)));
}

#[test]
fn delete_takes_the_step_away_and_the_path_goes_on() {
    let mut harness = stage(journey());
    harness.get_by_label("Wait 1 hour, wait").click();
    harness.run();
    harness.key_press(Key::Delete);
    harness.run();
    let journey = harness.state().journey();
    assert!(journey.activity(&id("wait-1")).is_none());
    assert!(journey.connections.iter().any(|wire| wire.from == id("event-1") && wire.to == id("condition-1")));
    assert_eq!(harness.state().steps, ["Delete “Wait 1 hour”"]);
}

fn press(harness: &mut Harness<'_, Stage>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

#[test]
fn before_anything_has_the_keyboard_the_canvas_has_it() {
    let mut harness = stage(journey());
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(harness.state().selection, Selection::activity(&id("event-1")));
}

#[test]
fn the_menu_of_the_selected_step_opens_by_the_keyboard_and_is_used_by_arrows() {
    for (modifiers, key) in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        let mut harness = stage(journey());
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
        press(&mut harness, modifiers, key);
        harness.get_by_label("Duplicate");
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        press(&mut harness, Modifiers::NONE, Key::Enter);
        harness.get_by_label("Insert a step here");
        assert!(harness.query_by_label("Duplicate").is_none(), "the menu is gone");
        assert_eq!(harness.state().selection, Selection::activity(&id("event-1")), "arrows did not walk");
    }
}

#[test]
fn without_a_selection_the_keyboard_opens_the_menu_of_the_ground() {
    let mut harness = stage(journey());
    press(&mut harness, Modifiers::SHIFT, Key::F10);
    harness.get_by_label("Paste");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Paste").is_none());
}

#[test]
fn a_line_is_drawn_by_the_keyboard_alone() {
    let mut harness = stage(journey());
    for _ in 0..2 {
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    press(&mut harness, Modifiers::NONE, Key::C);
    harness.get_by_label("Where does it lead?");
    assert!(harness.query_by_label("Cart abandoned").is_none(), "people would go in circles");
    harness.get_by_role(egui::accesskit::Role::TextInput).type_text("left");
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().steps, ["Connect “Wait 1 hour” to “You left something”"]);
    assert_eq!(harness.state().journey().leaving(&id("wait-1"), &Port::Next).count(), 2);
}

#[test]
fn where_a_step_has_several_ways_out_the_keyboard_chooses_one_first() {
    let mut harness = stage(journey());
    harness.get_by_label("Worth a call?, condition").click();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::C);
    harness.get_by_label("Which way out?");
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.get_by_label("Where does it lead?");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let path = Port::Branch("path-2".into());
    assert_eq!(harness.state().journey().leaving(&id("condition-1"), &path).count(), 1);
}

#[test]
fn alt_and_an_arrow_move_only_a_little() {
    let mut harness = stage(journey());
    harness.get_by_label("Wait 1 hour, wait").click();
    harness.run();
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(harness.state().journey().placement(&id("wait-1")).map(|at| (at.x, at.y)), Some((264, 0)));
}
