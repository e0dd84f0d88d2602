//! The view: zoom, pan, and what stays where it is.

use super::*;

#[test]
fn zooming_keeps_the_point_under_the_pointer() {
    let mut harness = stage(journey());
    let at = pos2(700.0, 260.0);
    harness.hover_at(at);
    harness.step();
    let before = harness.state().canvas.camera().to_canvas(at);
    let zoom = harness.state().canvas.camera().zoom();
    harness.event(egui::Event::Zoom(1.4));
    harness.run();
    let camera = harness.state().canvas.camera();
    assert!((camera.zoom() / zoom - 1.4).abs() < 0.01, "{}", camera.zoom());
    assert!(camera.to_canvas(at).distance(before) < 0.05, "{:?} became {:?}", before, camera.to_canvas(at));
}

#[test]
fn zoom_stays_between_two_and_three_hundred_percent() {
    let mut harness = stage(journey());
    let camera = harness.state_mut().canvas.camera_mut();
    camera.zoom_at(pos2(100.0, 100.0), 1e9);
    assert!((camera.zoom() - 3.0).abs() < 1e-6);
    camera.zoom_at(pos2(100.0, 100.0), 1e-9);
    assert!((camera.zoom() - 0.02).abs() < 1e-6);
}

#[test]
fn dragging_with_the_right_button_moves_the_drawing_and_opens_no_menu() {
    let mut harness = stage(journey());
    let (from, to) = (pos2(600.0, 560.0), pos2(680.0, 600.0));
    let before = harness.state().canvas.camera().to_canvas(from);
    let button = |pos, pressed| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Secondary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    harness.hover_at(from);
    harness.step();
    harness.event(button(from, true));
    harness.step();
    harness.hover_at(to);
    harness.step();
    harness.event(button(to, false));
    harness.run();
    assert!(harness.query_by_label("Paste").is_none());
    assert!(harness.state().canvas.camera().to_canvas(to).distance(before) < 0.5);
}
