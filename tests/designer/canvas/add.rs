//! Adding steps: by Tab, from the palette, on an empty canvas.

use waymark::designer::words::word;

use super::*;

#[test]
fn tab_adds_after_the_selected_step_by_typing() {
    let mut harness = stage(journey());
    harness.get_by_label("You left something, email").click();
    harness.run();
    harness.key_press(Key::Tab);
    harness.run();
    let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "What comes next?");
    field.type_text("wait");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let next = harness.state().journey().leaving(&id("email-1"), &Port::Next).next().map(|wire| wire.to.clone());
    assert!(next.is_some_and(|next| next.as_str().starts_with("wait-")));
}

#[test]
fn an_empty_canvas_says_what_to_do_first() {
    let mut harness = stage(Journey { id: JOURNEY.into(), ..Journey::default() });
    harness.get_by_label("Choose the first step").click();
    harness.run();
    assert!(harness.query_by_label("SMS").is_none(), "a journey begins with an entry");
    harness.get_by_label("Event").click();
    harness.run();
    assert_eq!(harness.state().journey().activities.len(), 1);
}

#[test]
fn a_step_dropped_from_the_palette_lands_under_the_pointer() {
    let mut harness = stage(journey());
    let at = pos2(500.0, 560.0);
    harness.hover_at(at);
    harness.step();
    harness.drag_at(at);
    harness.ctx.begin_payload(waymark::edit::Stencil::Wait);
    harness.drop_at(at);
    harness.run();
    let camera = *harness.state().canvas.camera();
    let journey = harness.state().journey();
    let new = journey.activities.iter().find(|step| step.id.as_str().starts_with("wait-") && step.id != id("wait-1"));
    let placement = journey.placement(&new.expect("it was added").id).expect("it has a place");
    let corner = camera.to_screen(pos2(placement.x as f32, placement.y as f32));
    assert!(corner.distance(at) < 160.0, "{corner:?}");
}

#[test]
fn a_step_dropped_on_a_port_from_which_a_path_goes_on_stands_in_that_path() {
    let mut harness = stage(journey());
    let wait = card(&harness, "Wait 1 hour, wait");
    let at = wait.right_center();
    harness.hover_at(at);
    harness.step();
    harness.drag_at(at);
    harness.ctx.begin_payload(waymark::edit::Stencil::Email);
    harness.drop_at(at);
    harness.run();
    let journey = harness.state().journey();
    let after: Vec<_> = journey.leaving(&id("wait-1"), &Port::Next).map(|wire| wire.to.clone()).collect();
    assert_eq!((journey.activities.len(), after.len()), (5, 1));
    assert!(journey.connections.iter().any(|wire| wire.from == after[0] && wire.to == id("condition-1")));
}

/// Puts a payload as the palette does.
trait Payload {
    fn begin_payload(&self, stencil: waymark::edit::Stencil);
}

impl Payload for egui::Context {
    fn begin_payload(&self, stencil: waymark::edit::Stencil) {
        egui::DragAndDrop::set_payload(self, stencil);
    }
}

/// Event → wait: one open end.
fn short() -> Journey {
    let mut journey = journey();
    journey.activities.retain(|step| ["event-1", "wait-1"].contains(&step.id.as_str()));
    journey.connections.truncate(1);
    journey.layout.retain(|place| ["event-1", "wait-1"].contains(&place.activity.as_str()));
    journey
}

#[test]
fn tab_adds_at_the_only_open_end_while_nothing_is_selected() {
    let mut harness = stage(short());
    click(&mut harness, pos2(600.0, 620.0), Modifiers::NONE);
    harness.key_press(Key::Tab);
    harness.run();
    harness.get_by_label("What comes next?");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().journey().leaving(&id("wait-1"), &Port::Next).count(), 1);
}

#[test]
fn tab_adds_between_where_the_selected_step_has_no_open_end() {
    let mut harness = stage(short());
    harness.get_by_label("Cart abandoned, event").click();
    harness.run();
    harness.key_press(Key::Tab);
    harness.run();
    harness.get_by_label("Insert a step here");
}

#[test]
fn tab_asks_for_a_step_by_itself_where_it_could_go_to_several_ends() {
    let mut harness = stage(journey());
    click(&mut harness, pos2(600.0, 620.0), Modifiers::NONE);
    harness.key_press(Key::Tab);
    harness.run();
    harness.get_by_label("Add a step");
}

/// Which of these texts can be seen: painted, and not cut off by what they stand in.
fn seen<'a>(harness: &Harness<'_, Stage>, texts: &[&'a str]) -> Vec<&'a str> {
    let shows = |text: &&&str| {
        harness.output().shapes.iter().any(|shape| match &shape.shape {
            egui::Shape::Text(shown) if shown.galley.text() == **text => {
                let rect = Rect::from_min_size(shown.pos, shown.galley.size());
                shape.clip_rect.contains_rect(rect) && rect.bottom() < 700.0 && rect.right() < 1200.0
            }
            _ => false,
        })
    };
    texts.iter().filter(shows).copied().collect()
}

#[test]
fn the_list_of_steps_is_tall_and_never_over_the_card_from_which_it_continues() {
    const STEPS: [&str; 8] = [
        "Condition",
        "Time condition",
        "Date condition",
        "Percentage split",
        "Profile cap",
        "Wait for event",
        "Reaction",
        "Jump",
    ];
    for place in [pos2(60.0, 60.0), pos2(1000.0, 60.0), pos2(500.0, 640.0), pos2(1000.0, 640.0)] {
        let mut harness = stage(journey());
        harness.get_by_label("You left something, email").click();
        harness.run();
        harness.state_mut().canvas.camera_mut().set(pos2(780.0, -80.0), place, 1.0);
        harness.run();
        harness.key_press(Key::Tab);
        harness.run();
        let (title, card) =
            (harness.get_by_label("What comes next?").rect(), card(&harness, "You left something, email"));
        let list = Rect::from_min_size(title.min, vec2(260.0, 320.0));
        assert!(!list.intersects(card), "{place:?}: {list:?} over {card:?}");
        assert_eq!(seen(&harness, &STEPS).len(), STEPS.len(), "{place:?}");
    }
}

#[test]
fn a_new_step_comes_into_view_with_all_its_ends() {
    let mut harness = stage(journey());
    harness.get_by_label("You left something, email").click();
    harness.run();
    // The next step would stand half outside.
    harness.state_mut().canvas.camera_mut().set(pos2(780.0, -80.0), pos2(800.0, 300.0), 1.0);
    harness.run();
    harness.key_press(Key::Tab);
    harness.run();
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "What comes next?").type_text("sms");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.run();
    assert_eq!(seen(&harness, &["SMS", "End"]), ["SMS", "End"]);
    let camera = *harness.state().canvas.camera();
    assert_eq!(camera.zoom(), 1.0, "nothing but a pan");
}

#[test]
fn the_ways_to_begin_are_all_seen_with_what_they_mean() {
    let mut harness = stage(Journey { id: JOURNEY.into(), ..Journey::default() });
    harness.get_by_label("Choose the first step").click();
    harness.run();
    let ways: Vec<&str> = ["event", "business_event", "audience_qualification", "read_audience"]
        .iter()
        .flat_map(|key| [word(&format!("step.{key}")), word(&format!("begins.{key}"))])
        .collect();
    assert_eq!(seen(&harness, &ways), ways);
}
