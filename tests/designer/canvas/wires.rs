//! Drawing lines: where one begins, where it may end, what comes where it is dropped.

use super::*;

#[test]
fn a_wire_is_drawn_from_a_port_to_a_card() {
    let mut harness = stage(journey());
    let end = open_port(&harness);
    let target = card(&harness, "You left something, email").center();
    drag(&mut harness, end, target);
    let drawn = harness.state().journey().leaving(&id("condition-1"), &Port::Branch("path-2".into())).count();
    assert_eq!((drawn, harness.state().steps.len()), (1, 1));
}

/// The open port of the condition hangs below its card.
fn open_port(harness: &Harness<'_, Stage>) -> Pos2 {
    let card = card(harness, "Worth a call?, condition");
    let zoom = harness.state().canvas.camera().zoom();
    card.left_bottom() + vec2(20.0, 0.0) * zoom
}

#[test]
fn a_wire_to_an_earlier_step_is_refused_and_says_why() {
    let mut harness = stage(journey());
    let (end, target) = (open_port(&harness), card(&harness, "Cart abandoned, event").center());
    harness.hover_at(end);
    harness.step();
    harness.drag_at(end);
    harness.step();
    harness.hover_at((end + target.to_vec2()) * 0.5);
    harness.step();
    harness.hover_at(target);
    harness.step();
    harness.step();
    harness.get_by_label_contains("in circles");
    harness.drop_at(target);
    harness.run();
    assert!(harness.state().steps.is_empty());
}

#[test]
fn a_wire_dropped_on_empty_ground_asks_what_comes_next_and_adds_it() {
    let mut harness = stage(journey());
    let end = open_port(&harness);
    drag(&mut harness, end, end + vec2(160.0, 160.0));
    harness.get_by_label("What comes next?");
    harness.get_by_label("Jump").click();
    harness.run();
    let added = harness.state().journey().activities.iter().find(|step| step.id.as_str().starts_with("jump-"));
    let added = added.expect("the step was added").id.clone();
    let wired =
        harness.state().journey().connections.iter().any(|wire| wire.from == id("condition-1") && wire.to == added);
    assert!(wired, "it hangs at the port");
    assert_eq!(harness.state().steps, ["Add jump"]);
    assert_eq!(harness.state().selection, Selection::activity(&added), "what is new is selected");
}

#[test]
fn a_double_click_on_a_wire_inserts_a_step() {
    let mut harness = stage(journey());
    let (event, wait) = (card(&harness, "Cart abandoned, event"), card(&harness, "Wait 1 hour, wait"));
    let middle = pos2((event.right() + wait.left()) * 0.5, event.center().y);
    for pressed in [true, false, true, false] {
        let button = egui::PointerButton::Primary;
        harness.hover_at(middle);
        harness.event(egui::Event::PointerButton { pos: middle, button, pressed, modifiers: Modifiers::NONE });
        harness.step();
    }
    harness.run();
    harness.get_by_label("Insert a step here");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().journey().activities.len(), 5);
    let direct =
        harness.state().journey().connections.iter().any(|wire| wire.from == id("event-1") && wire.to == id("wait-1"));
    assert!(!direct, "the new step stands between the two");
}

/// Lines that leave a step.
fn leaving(harness: &Harness<'_, Stage>, from: &str) -> Vec<ActivityId> {
    let connections = harness.state().journey().connections.iter();
    connections.filter(|wire| wire.from == id(from)).map(|wire| wire.to.clone()).collect()
}

#[test]
fn a_line_is_pulled_from_anywhere_near_where_one_begins_and_no_card_moves() {
    let wait = |harness: &Harness<'_, Stage>| card(harness, "Wait 1 hour, wait");
    for by in [vec2(-6.0, 0.0), vec2(-6.0, 9.0), vec2(10.0, -6.0), vec2(18.0, 0.0), vec2(28.0, 0.0)] {
        let mut harness = stage(journey());
        let zoom = harness.state().canvas.camera().zoom();
        let (from, to) = (wait(&harness).right_center() + by * zoom, card(&harness, "You left something, email"));
        drag(&mut harness, from, to.center());
        assert_eq!(leaving(&harness, "wait-1"), [id("condition-1"), id("email-1")], "pulled at {by:?}");
        assert_eq!(harness.state().steps, ["Connect “Wait 1 hour” to “You left something”"], "pulled at {by:?}");
    }
}

#[test]
fn a_line_is_pulled_from_the_words_of_a_branch() {
    let mut harness = stage(journey());
    let chip = text_at(&harness, "cart over 100 EUR");
    drag(&mut harness, chip, chip + vec2(40.0, 200.0));
    harness.get_by_label("Jump").click();
    harness.run();
    let path = Port::Branch("path-1".into());
    assert_eq!(harness.state().journey().leaving(&id("condition-1"), &path).count(), 2);
}

#[test]
fn the_middle_and_the_corners_of_a_card_are_the_card() {
    for (x, y) in [(0.5, 0.5), (0.1, 0.5), (0.98, 0.06), (0.98, 0.94)] {
        let mut harness = stage(journey());
        let rect = card(&harness, "Wait 1 hour, wait");
        let at = rect.lerp_inside(vec2(x, y));
        drag(&mut harness, at, at + vec2(0.0, 120.0));
        assert_eq!(harness.state().steps, ["Move “Wait 1 hour”"], "taken at {x}, {y}");
    }
}

#[test]
fn one_click_on_the_plus_of_an_open_end_asks_what_comes_next_there() {
    let mut harness = stage(journey());
    let end = harness.get_by_label("Go on after You left something: End").rect();
    click(&mut harness, end.left_center() + vec2(6.0, 0.0), Modifiers::NONE);
    harness.get_by_label("What comes next?");
    harness.get_by_label("Wait").click();
    harness.run();
    assert!(matches!(leaving(&harness, "email-1").as_slice(), [next] if next.as_str().starts_with("wait-")));
}

#[test]
fn an_open_end_is_a_button_for_those_who_do_not_point() {
    let mut harness = stage(journey());
    harness.get_by_label("Go on after Worth a call?: bought meanwhile").click_accesskit();
    harness.run();
    harness.get_by_label("What comes next?");
}

#[test]
fn a_line_is_pulled_from_an_open_end() {
    let mut harness = stage(journey());
    let end = harness.get_by_label("Go on after Worth a call?: bought meanwhile").rect();
    let target = card(&harness, "You left something, email").center();
    drag(&mut harness, end.center(), target);
    let path = Port::Branch("path-2".into());
    assert_eq!(harness.state().journey().leaving(&id("condition-1"), &path).count(), 1);
}

#[test]
fn a_dropped_line_stays_drawn_while_the_list_asks_what_comes_next() {
    let mut harness = stage(journey());
    let accent = theme::Theme::of(&harness.ctx).accent;
    let end = open_port(&harness);
    drag(&mut harness, end, end + vec2(160.0, 160.0));
    harness.hover_at(pos2(40.0, 640.0));
    harness.run();
    let asked = vertices(&harness, accent);
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("What comes next?").is_none());
    assert!(asked > vertices(&harness, accent) + 20, "{asked}");
}

#[test]
fn what_many_lines_to_one_step_say_stands_one_below_the_other() {
    let mut journey = journey();
    let step = journey.activities.iter_mut().find(|step| step.id == id("condition-1")).expect("the condition");
    let Kind::Condition(condition) = &mut step.kind else { panic!("a condition") };
    (condition.other_path, condition.error_path) = (true, true);
    let named = ["cart over 100 EUR", "bought meanwhile", "third", "fourth", "everyone else", "failed"];
    let path = |number: usize| BranchId(format!("path-{}", number + 1));
    let paths = named.iter().take(4).enumerate().map(|(number, label)| DataPath {
        id: path(number),
        label: (*label).to_owned(),
        ..DataPath::default()
    });
    condition.test = Test::Data(paths.collect());
    let ports = (1..4).map(|number| Port::Branch(path(number))).chain([Port::Other, Port::Error]);
    for (number, port) in ports.enumerate() {
        journey.connections.push(wire(&format!("wire-{}", number + 4), "condition-1", port, "email-1"));
    }
    journey.sort();
    let mut harness = stage(journey);
    let middle = card(&harness, "Worth a call?, condition").center();
    harness.state_mut().canvas.camera_mut().set(pos2(613.0, 26.0), middle, 1.0);
    harness.run();
    let chips = named.map(|label| {
        let [chip] = places(&harness, label)[..] else { panic!("one chip says {label}") };
        chip.expand2(vec2(6.0, 2.0))
    });
    for (number, chip) in chips.iter().enumerate() {
        let free = chips.iter().skip(number + 1).all(|other| !chip.intersects(*other));
        assert!(free, "{}: {chips:?}", named[number]);
    }
}

#[test]
fn what_neighbouring_lines_say_never_lies_on_each_other() {
    let mut journey = journey();
    let step = journey.activities.iter_mut().find(|step| step.id == id("condition-1")).expect("the condition");
    let Kind::Condition(condition) = &mut step.kind else { panic!("a condition") };
    (condition.other_path, condition.error_path) = (true, true);
    journey.activities.push(activity("sms-1", "See you", Kind::Message(Message::default())));
    journey.connections.push(wire("wire-4", "condition-1", Port::Other, "sms-1"));
    journey.connections.push(wire("wire-5", "condition-1", Port::Error, "sms-1"));
    journey.layout.push(place("sms-1", 820, 80));
    journey.sort();
    let mut harness = stage(journey);
    for zoom in [1.0, 0.9, 0.8] {
        let middle = card(&harness, "Worth a call?, condition").center();
        harness.state_mut().canvas.camera_mut().set(pos2(613.0, 26.0), middle, zoom);
        harness.run();
        let [others] = places(&harness, "everyone else")[..] else { panic!("one chip at {zoom}") };
        let [failed] = places(&harness, "failed")[..] else { panic!("one chip at {zoom}") };
        // Letters keep the room of a chip's edge between them.
        let room = vec2(6.0, 2.0);
        assert!(!others.expand2(room).intersects(failed.expand2(room)), "{others:?} {failed:?} at {zoom}");
        let cards = ["Worth a call?, condition", "See you, email"].map(|label| card(&harness, label));
        assert!(cards.iter().all(|card| !card.intersects(others) && !card.intersects(failed)), "{cards:?} at {zoom}");
        assert!(others.center().y < failed.center().y, "the upper way out above the lower");
    }
}
