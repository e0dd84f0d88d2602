//! The menu of the right button.

use super::*;

fn right_click(harness: &mut Harness<'_, Stage>, at: Pos2) {
    harness.hover_at(at);
    harness.step();
    for pressed in [true, false] {
        let button = egui::PointerButton::Secondary;
        harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        harness.step();
    }
    harness.run();
}

#[test]
fn the_right_button_offers_what_can_be_done_with_what_is_under_it() {
    let mut harness = stage(journey());
    let wait = card(&harness, "Wait 1 hour, wait");
    right_click(&mut harness, wait.center());
    assert_eq!(harness.state().selection, Selection::activity(&id("wait-1")), "the card becomes the selection");
    harness.get_by_label("Duplicate");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Duplicate").is_none());
    let event = card(&harness, "Cart abandoned, event");
    right_click(&mut harness, pos2((event.right() + wait.left()) * 0.5, event.center().y));
    harness.get_by_label("Insert a step…").click();
    harness.run();
    harness.get_by_label("Insert a step here");
    harness.key_press(Key::Escape);
    harness.run();
    right_click(&mut harness, pos2(600.0, 620.0));
    harness.get_by_label("Paste");
    harness.get_by_label("Add a step here…").click();
    harness.run();
    harness.get_by_label("Wait").click();
    harness.run();
    assert_eq!(harness.state().journey().activities.len(), 5);
}

#[test]
fn the_row_under_a_moving_pointer_is_the_chosen_one() {
    let mut harness = stage(journey());
    let wait = card(&harness, "Wait 1 hour, wait");
    right_click(&mut harness, wait.center());
    harness.key_press(Key::ArrowDown);
    harness.run();
    harness.hover_at(harness.get_by_label("Add a step after it…").rect().center());
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.get_by_label("Insert a step here");
}
