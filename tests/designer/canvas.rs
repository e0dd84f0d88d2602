//! The canvas: drawing, selecting, moving, wiring.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Key, Modifiers, Pos2, Rect, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use waymark::designer::canvas::{Canvas, CanvasInput, Marks, line};
use waymark::designer::requests::{Request, Requests, Selection};
use waymark::designer::theme;
use waymark::designer::trail::{Passed, Trail};
use waymark::edit::{apply_all, draw_ids};
use waymark::journey::{
    Activity, ActivityId, BranchId, Condition, Connection, DataPath, Duration, EndLabel, Journey, JourneyId, Kind,
    Message, Placement, Port, Test, Wait, Workspace,
};

const JOURNEY: &str = "journey-test";

/// The canvas with what a session would hold: requests are carried out between frames.
struct Stage {
    workspace: Workspace,
    revision: u64,
    selection: Selection,
    marks: BTreeMap<ActivityId, Marks>,
    trail: Option<Trail>,
    canvas: Canvas,
    requests: Requests,
    /// Names of the undo steps that were asked for.
    steps: Vec<String>,
    chance: u64,
}

impl Stage {
    fn new(journey: Journey) -> Self {
        let mut workspace = Workspace::default();
        workspace.journeys.insert(journey.id.clone(), Arc::new(journey));
        Self {
            workspace,
            revision: 0,
            selection: Selection::default(),
            marks: BTreeMap::new(),
            trail: None,
            canvas: Canvas::default(),
            requests: Requests::default(),
            steps: Vec::new(),
            chance: 1,
        }
    }

    fn journey(&self) -> &Journey {
        &self.workspace.journeys[&JourneyId::from(JOURNEY)]
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        for request in self.requests.take() {
            match request {
                Request::Edit { name, mut edits, .. } => {
                    let chance = &mut self.chance;
                    draw_ids(&mut edits, &mut || next(chance), &self.workspace);
                    apply_all(&mut self.workspace, &edits).expect("the canvas asks only for what is possible");
                    self.revision += 1;
                    self.steps.push(name);
                }
                Request::Select(selection) => self.selection = selection,
                _ => {}
            }
        }
        let journey = self.workspace.journeys[&JourneyId::from(JOURNEY)].clone();
        let input = CanvasInput {
            workspace: &self.workspace,
            journey: &journey,
            revision: self.revision,
            selection: &self.selection,
            line: &|activity| line(activity, &Workspace::default()),
            marks: &self.marks,
            trail: self.trail.as_ref(),
            facts: &[],
        };
        self.canvas.show(ui, &input, &mut self.requests);
        if !self.requests.is_empty() {
            ui.ctx().request_repaint();
        }
    }
}

fn next(chance: &mut u64) -> u64 {
    *chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *chance >> 16
}

fn activity(id: &str, label: &str, kind: Kind) -> Activity {
    Activity { id: id.into(), label: label.into(), kind, ..Activity::default() }
}

fn place(id: &str, x: i32, y: i32) -> Placement {
    Placement { activity: id.into(), x, y }
}

fn wire(id: &str, from: &str, port: Port, to: &str) -> Connection {
    Connection { id: id.into(), from: from.into(), port, to: to.into() }
}

/// Event → wait → condition with two paths, of which one leads to an email and one ends.
fn journey() -> Journey {
    let path = |id: &str, label: &str| DataPath { id: id.into(), label: label.into(), ..DataPath::default() };
    let test = Test::Data(vec![path("path-1", "cart over 100 EUR"), path("path-2", "bought meanwhile")]);
    let mut journey = Journey {
        id: JOURNEY.into(),
        name: "Cart".into(),
        activities: vec![
            activity("event-1", "Cart abandoned", Kind::default()),
            activity("wait-1", "Wait 1 hour", Kind::Wait(Wait::Duration(Duration::Hours(1)))),
            activity("condition-1", "Worth a call?", Kind::Condition(Condition { test, ..Condition::default() })),
            activity("email-1", "You left something", Kind::Message(Message::default())),
        ],
        connections: vec![
            wire("wire-1", "event-1", Port::Next, "wait-1"),
            wire("wire-2", "wait-1", Port::Next, "condition-1"),
            wire("wire-3", "condition-1", Port::Branch(BranchId::from("path-1")), "email-1"),
        ],
        layout: vec![
            place("event-1", 0, 0),
            place("wait-1", 260, 0),
            place("condition-1", 520, 0),
            place("email-1", 780, -80),
        ],
        ..Journey::default()
    };
    journey.sort();
    journey
}

fn stage(journey: Journey) -> Harness<'static, Stage> {
    let mut harness =
        Harness::builder().with_size(vec2(1200.0, 700.0)).with_max_steps(20).with_step_dt(1.0 / 30.0).build_ui_state(
            |ui, stage: &mut Stage| {
                // Installed anew in every frame it would lay every text out anew.
                if ui.ctx().cumulative_pass_nr() == 0 {
                    theme::apply(ui.ctx());
                }
                stage.ui(ui);
            },
            Stage::new(journey),
        );
    harness.run();
    harness
}

fn id(text: &str) -> ActivityId {
    ActivityId::from(text)
}

/// The middle of a card on the screen, by its accessible label.
fn card(harness: &Harness<'_, Stage>, label: &str) -> Rect {
    harness.get_by_label(label).rect()
}

fn drag(harness: &mut Harness<'_, Stage>, from: Pos2, to: Pos2) {
    harness.hover_at(from);
    harness.step();
    harness.drag_at(from);
    harness.step();
    for share in [0.2, 0.6, 1.0] {
        harness.hover_at(from + (to - from) * share);
        harness.step();
    }
    harness.drop_at(to);
    harness.run();
}

fn click(harness: &mut Harness<'_, Stage>, at: Pos2, modifiers: Modifiers) {
    harness.hover_at(at);
    harness.step();
    let button =
        |pressed| egui::Event::PointerButton { pos: at, button: egui::PointerButton::Primary, pressed, modifiers };
    harness.event_modifiers(button(true), modifiers);
    harness.step();
    harness.event_modifiers(button(false), modifiers);
    harness.step();
    harness.event_modifiers(egui::Event::PointerMoved(at), Modifiers::NONE);
    harness.run();
}

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
fn a_card_says_its_problems_to_screen_readers() {
    let mut harness = stage(journey());
    harness.state_mut().marks.insert(id("wait-1"), Marks { errors: 1, ..Marks::default() });
    harness.state_mut().marks.insert(id("email-1"), Marks { to_dos: 2, ..Marks::default() });
    harness.run();
    harness.get_by_label("Wait 1 hour, wait, 1 problem");
    harness.get_by_label("You left something, email, 2 to do");
}

#[test]
fn dragging_a_card_moves_it_onto_the_grid_as_one_step() {
    let mut harness = stage(journey());
    let zoom = harness.state().canvas.camera().zoom();
    let from = card(&harness, "You left something, email").center();
    drag(&mut harness, from, from + vec2(23.0, 161.0) * zoom);
    let placement = harness.state().journey().placement(&id("email-1")).expect("it is still placed").clone();
    assert_eq!(harness.state().steps, ["Move step"]);
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
            reds[usize::from(failed)] = red_vertices(&harness);
        }
        assert!(reds[1] > reds[0], "at {zoom}: {reds:?}");
    }
}

fn card_center(harness: &Harness<'_, Stage>) -> Pos2 {
    harness.ctx.content_rect().center()
}

/// How many corners of meshes have exactly the colour of errors.
fn red_vertices(harness: &Harness<'_, Stage>) -> usize {
    let red = theme::Theme::of(&harness.ctx).err;
    let meshes = harness.output().shapes.iter().filter_map(|shape| match &shape.shape {
        egui::Shape::Mesh(mesh) => Some(mesh),
        _ => None,
    });
    meshes.flat_map(|mesh| &mesh.vertices).filter(|vertex| vertex.color == red).count()
}

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

/// The middle of a painted text.
fn text_at(harness: &Harness<'_, Stage>, text: &str) -> Pos2 {
    let shapes = harness.output().shapes.iter();
    let mut found = shapes.filter_map(|shape| match &shape.shape {
        egui::Shape::Text(shown) if shown.galley.text() == text => Some(shown.pos + shown.galley.size() * 0.5),
        _ => None,
    });
    found.next().expect("the text is painted")
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
    assert_eq!(harness.state().steps, ["Rename end"]);
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
    for zoom in [1.5, 1.0, 0.7, 0.57, 0.5, 0.4, 0.31] {
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

/// How often a text is painted.
fn painted(harness: &Harness<'_, Stage>, text: &str) -> usize {
    let shapes = harness.output().shapes.iter();
    shapes.filter(|shape| matches!(&shape.shape, egui::Shape::Text(shown) if shown.galley.text() == text)).count()
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
