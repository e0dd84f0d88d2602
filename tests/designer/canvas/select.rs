//! Selecting by the pointer: clicks, marquees, and how many cards are widgets at all.

use super::*;

#[test]
fn a_click_on_a_card_selects_it_and_a_click_on_empty_ground_clears() {
    let mut harness = stage(journey());
    harness.get_by_label("Wait 1 hour, wait").click();
    harness.run();
    assert_eq!(harness.state().selection, Selection::activity(&id("wait-1")));
    click(&mut harness, pos2(600.0, 620.0), Modifiers::NONE);
    assert!(harness.state().selection.is_empty());
    assert!(harness.state().steps.is_empty(), "selecting is no undo step");
}

#[test]
fn shift_click_adds_to_the_selection_and_takes_away_again() {
    let mut harness = stage(journey());
    let (wait, email) = (card(&harness, "Wait 1 hour, wait"), card(&harness, "You left something, email"));
    click(&mut harness, wait.center(), Modifiers::NONE);
    click(&mut harness, email.center(), Modifiers::SHIFT);
    assert_eq!(harness.state().selection.activities, [id("email-1"), id("wait-1")]);
    click(&mut harness, wait.center(), Modifiers::SHIFT);
    assert_eq!(harness.state().selection.activities, [id("email-1")]);
}

#[test]
fn a_marquee_to_the_right_takes_what_is_inside_and_to_the_left_what_it_touches() {
    let mut harness = stage(journey());
    let (event, wait) = (card(&harness, "Cart abandoned, event"), card(&harness, "Wait 1 hour, wait"));
    let (above, below) = (event.left_top() - Vec2::splat(20.0), wait.center() + vec2(0.0, 60.0));
    drag(&mut harness, above, below);
    assert_eq!(harness.state().selection.activities, [id("event-1")]);
    drag(&mut harness, below, above);
    assert_eq!(harness.state().selection.activities, [id("event-1"), id("wait-1")]);
}

fn large(count: usize) -> Journey {
    let number = |at: usize| format!("wait-{at:05}");
    let mut journey = Journey { id: JOURNEY.into(), ..Journey::default() };
    for at in 0..count {
        journey.activities.push(activity(&number(at), "Wait", Kind::Wait(Wait::default())));
        journey.layout.push(place(&number(at), (at / 50) as i32 * 300, (at % 50) as i32 * 100));
        if at >= 50 {
            journey.connections.push(wire(&format!("wire-{at:05}"), &number(at - 50), Port::Next, &number(at)));
        }
    }
    journey
}

#[test]
fn ten_thousand_steps_make_only_widgets_of_the_cards_that_can_be_read() {
    let mut harness = stage(large(10_000));
    let seen = harness.query_all_by_label("Wait, wait").count();
    assert!(seen > 0 && seen < 200, "{seen} cards are widgets");
    harness.state_mut().canvas.fit();
    harness.run();
    assert_eq!(harness.query_all_by_label("Wait, wait").count(), 0, "from far away none is");
}
