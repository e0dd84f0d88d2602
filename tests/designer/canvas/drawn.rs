//! What is drawn and said: titles, ends, times and states of a test run.

use super::*;

#[test]
fn a_card_says_its_problems_to_screen_readers() {
    let mut harness = stage(journey());
    harness.state_mut().marks.insert(id("wait-1"), Marks { errors: 1, ..Marks::default() });
    harness.state_mut().marks.insert(id("email-1"), Marks { to_dos: 2, ..Marks::default() });
    harness.run();
    harness.get_by_label("Wait 1 hour, wait, 1 problem");
    harness.get_by_label("You left something, email, 2 things to fill in");
}

#[test]
fn a_test_run_shows_when_each_step_was_reached() {
    let mut harness = stage(journey());
    let passed =
        |activity: &str, time: &str, port| Passed { activity: id(activity), time: time.into(), port, failed: false };
    harness.state_mut().trail = Some(Trail {
        passed: vec![passed("event-1", "Mon 14:40", Some(Port::Next)), passed("wait-1", "Mon 14:40", None)],
        ahead: Vec::new(),
    });
    harness.run();
    assert_eq!(painted(&harness, "Mon 14:40"), 2, "a time above each step that was passed");
    let card = harness.get_by_label_contains("Wait 1 hour, wait").rect();
    let chips = places(&harness, "Mon 14:40");
    assert!(
        chips.iter().any(|chip| chip.left() > card.left() && chip.right() < card.right() && chip.bottom() < card.top()),
        "it stands over its card: {chips:?}, {card:?}"
    );
}

#[test]
fn what_is_still_to_come_is_told_quieter_and_a_failure_is_seen_from_far_away() {
    let mut harness = stage(journey());
    let passed = |activity: &str, time: &str, failed| Passed {
        activity: id(activity),
        time: time.into(),
        port: Some(Port::Next),
        failed,
    };
    let trail = |failed| Trail {
        passed: vec![passed("event-1", "Mon 14:40", false), passed("wait-1", "Mon 14:41", failed)],
        ahead: vec![passed("condition-1", "Mon 15:41", false)],
    };
    harness.state_mut().trail = Some(trail(false));
    harness.run();
    assert_eq!((painted(&harness, "Mon 14:41"), painted(&harness, "Mon 15:41")), (1, 1));
    for zoom in [1.0, 0.4, 0.2, 0.1] {
        let middle = card_center(&harness);
        harness.state_mut().canvas.camera_mut().set(pos2(400.0, 0.0), middle, zoom);
        let mut reds = [0, 0];
        for failed in [false, true] {
            harness.state_mut().trail = Some(trail(failed));
            harness.run();
            reds[usize::from(failed)] = vertices(&harness, theme::Theme::of(&harness.ctx).err);
        }
        assert!(reds[1] > reds[0], "at {zoom}: {reds:?}");
    }
}

fn card_center(harness: &Harness<'_, Stage>) -> Pos2 {
    harness.ctx.content_rect().center()
}

#[test]
fn a_double_click_on_an_end_names_it() {
    let mut harness = stage(journey());
    let at = text_at(&harness, "bought meanwhile");
    for pressed in [true, false, true, false] {
        let button = egui::PointerButton::Primary;
        harness.hover_at(at);
        harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        harness.step();
    }
    harness.run();
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Name of this end").type_text("Bought it");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().steps, ["Rename an end of “Worth a call?”"]);
    assert_eq!(harness.state().journey().ends.first().map(|end| end.label.as_str()), Some("Bought it"));
    assert_eq!(painted(&harness, "Bought it"), 1);
}

#[test]
fn a_title_that_is_cut_off_is_told_in_full_under_the_resting_pointer() {
    let mut drawn = journey();
    let long = "A wait whose name is so long that no card on any canvas could ever hold all of it";
    for activity in &mut drawn.activities {
        if activity.id == id("wait-1") {
            activity.label = long.to_owned();
        }
    }
    let mut harness = stage(drawn);
    assert_eq!(harness.query_all_by_label(long).count(), 0);
    let at = card(&harness, &format!("{long}, wait")).center();
    harness.hover_at(at);
    for _ in 0..30 {
        harness.step();
    }
    harness.get_by_label(long);
}

#[test]
fn no_title_is_wider_than_its_card_at_any_zoom() {
    let mut drawn = journey();
    for activity in &mut drawn.activities {
        activity.label = "Mmmmmmmm Mmmmmmmm Mmmmmmmm Mmmmmmmm Mmmmmmmm".to_owned();
    }
    let mut harness = stage(drawn);
    let middle = card_center(&harness);
    // Outwards, so that layouts made for more room are at hand.
    for zoom in [1.5, 1.0, 0.7, 0.57, 0.5, 0.45, 0.41] {
        harness.state_mut().canvas.camera_mut().set(pos2(480.0, 0.0), middle, zoom);
        harness.run();
        let widths: Vec<f32> = (harness.output().shapes.iter())
            .filter_map(|shape| match &shape.shape {
                egui::Shape::Text(shown) if shown.galley.text().starts_with("Mmmm") => Some(shown.galley.size().x),
                _ => None,
            })
            .collect();
        assert!(!widths.is_empty() && widths.iter().all(|width| *width <= 186.0 * zoom), "at {zoom}: {widths:?}");
    }
}

#[test]
fn the_end_of_an_open_path_is_drawn_with_its_label() {
    let mut drawn = journey();
    let end =
        EndLabel { from: id("condition-1"), port: Port::Branch("path-2".into()), label: "Bought meanwhile".into() };
    drawn.ends.push(end);
    let harness = stage(drawn);
    assert_eq!(painted(&harness, "Bought meanwhile"), 1);
    assert_eq!(painted(&harness, "End"), 1, "the email's end has no label of its own");
}

#[test]
fn where_the_person_of_a_test_run_is_and_what_failed_is_said_and_not_only_coloured() {
    let mut harness = stage(journey());
    let passed = |activity: &str, time: &str, failed| Passed {
        activity: id(activity),
        time: time.into(),
        port: Some(Port::Next),
        failed,
    };
    harness.state_mut().trail = Some(Trail {
        passed: vec![passed("event-1", "Mon 14:40", false), passed("wait-1", "Mon 14:41", true)],
        ahead: vec![passed("condition-1", "Mon 15:41", false)],
    });
    harness.run();
    harness.get_by_label("Cart abandoned, event, passed in the test run, Mon 14:40");
    harness.get_by_label("Wait 1 hour, wait, failed in the test run, Mon 14:41");
    harness.get_by_label("Worth a call?, condition, still to come in the test run, Mon 15:41");
    harness.get_by_label("You left something, email");
    harness.state_mut().trail = Some(Trail { passed: vec![passed("event-1", "Mon 14:40", false)], ahead: Vec::new() });
    harness.run();
    harness.get_by_label("Cart abandoned, event, here now in the test run, Mon 14:40");
}

/// A condition of which three long named paths end, and whose last one goes on.
fn forked() -> Journey {
    let mut journey = journey();
    let paths = ["open", "b", "c", "goes on"].map(|id| DataPath {
        id: id.into(),
        label: format!("People whom the {id} path takes all the way"),
        ..DataPath::default()
    });
    for step in &mut journey.activities {
        if step.id == id("condition-1") {
            let test = Test::Data(paths.to_vec());
            step.kind = Kind::Condition(Condition { test, ..Condition::default() });
        }
    }
    journey.connections.retain(|wire| wire.from != id("condition-1"));
    journey.connections.push(wire("wire-3", "condition-1", Port::Branch(BranchId::from("goes on")), "email-1"));
    journey.ends = ["open", "b", "c"]
        .map(|path| EndLabel {
            from: id("condition-1"),
            port: Port::Branch(BranchId::from(path)),
            label: format!("Nothing more is sent to people of path {path}"),
        })
        .to_vec();
    // In the next column, at the height of the ends.
    for place in &mut journey.layout {
        if place.activity == id("email-1") {
            (place.x, place.y) = (760, 80);
        }
    }
    journey.sort();
    journey
}

#[test]
fn what_hangs_below_a_card_stays_away_from_the_cards_around_it() {
    let harness = stage(forked());
    let ends: Vec<Rect> = harness.query_all_by_label_contains("Nothing more is sent").map(|end| end.rect()).collect();
    assert_eq!(ends.len(), 3, "{ends:?}");
    let email = card(&harness, "You left something, email");
    for end in ends {
        assert!(!end.expand(8.0).intersects(email), "{end:?} comes too near to {email:?}");
    }
}

#[test]
fn a_step_that_is_added_below_gives_hanging_ends_their_room() {
    let journey = forked();
    let graph = waymark::journey::Graph::of(&journey);
    // The condition stands at 520, 0; its three ends hang down to 127.
    let (_, y) = waymark::edit::grid::next_free_place(&graph, (520, 100), &[]);
    assert!(y >= 130, "{y}");
}
