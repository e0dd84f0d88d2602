//! Dragging cards.

use super::*;

#[test]
fn dragging_a_card_moves_it_onto_the_grid_as_one_step() {
    let mut harness = stage(journey());
    let zoom = harness.state().canvas.camera().zoom();
    let from = card(&harness, "You left something, email").center();
    drag(&mut harness, from, from + vec2(23.0, 161.0) * zoom);
    let placement = harness.state().journey().placement(&id("email-1")).expect("it is still placed").clone();
    assert_eq!(harness.state().steps, ["Move “You left something”"]);
    assert_eq!((placement.x % 4, placement.y % 4), (0, 0), "{placement:?}");
    assert!((placement.x - 803).abs() <= 10 && (placement.y - 81).abs() <= 10, "{placement:?}");
}

#[test]
fn a_dragged_card_aligns_with_its_neighbours() {
    let mut harness = stage(journey());
    let zoom = harness.state().canvas.camera().zoom();
    let from = card(&harness, "You left something, email").center();
    drag(&mut harness, from, from + vec2(0.0, 76.0) * zoom);
    assert_eq!(harness.state().journey().placement(&id("email-1")).map(|at| at.y), Some(0));
}

#[test]
fn escape_takes_a_running_drag_back() {
    let mut harness = stage(journey());
    let from = card(&harness, "Wait 1 hour, wait").center();
    harness.hover_at(from);
    harness.step();
    harness.drag_at(from);
    harness.step();
    harness.hover_at(from + vec2(80.0, 80.0));
    harness.step();
    harness.key_press(Key::Escape);
    harness.step();
    harness.drop_at(from + vec2(80.0, 80.0));
    harness.run();
    assert!(harness.state().steps.is_empty());
    assert_eq!(harness.state().journey().placement(&id("wait-1")).map(|at| (at.x, at.y)), Some((260, 0)));
}
