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
    assert_eq!(harness.state().steps, ["Delete step"]);
}
