//! The canvas: drawing, selecting, moving, wiring.

mod add;
mod drag;
mod drawn;
mod keys;
mod menu;
mod select;
mod view;
mod window;
mod wires;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Key, Modifiers, Pos2, Rect, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use waymark::designer::canvas::{Canvas, CanvasInput, Marks, Over, line};
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
            over: Over::Nothing,
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

/// The middle of a painted text.
fn text_at(harness: &Harness<'_, Stage>, text: &str) -> Pos2 {
    let shapes = harness.output().shapes.iter();
    let mut found = shapes.filter_map(|shape| match &shape.shape {
        egui::Shape::Text(shown) if shown.galley.text() == text => Some(shown.pos + shown.galley.size() * 0.5),
        _ => None,
    });
    found.next().expect("the text is painted")
}

/// How often a text is painted.
fn painted(harness: &Harness<'_, Stage>, text: &str) -> usize {
    let shapes = harness.output().shapes.iter();
    shapes.filter(|shape| matches!(&shape.shape, egui::Shape::Text(shown) if shown.galley.text() == text)).count()
}

/// Where this text is painted.
fn places(harness: &Harness<'_, Stage>, text: &str) -> Vec<egui::Rect> {
    let shapes = harness.output().shapes.iter();
    let found = shapes.filter(|shape| matches!(&shape.shape, egui::Shape::Text(shown) if shown.galley.text() == text));
    found.map(|shape| shape.shape.visual_bounding_rect()).collect()
}

/// How many corners of meshes have exactly this colour.
fn vertices(harness: &Harness<'_, Stage>, color: egui::Color32) -> usize {
    let meshes = harness.output().shapes.iter().filter_map(|shape| match &shape.shape {
        egui::Shape::Mesh(mesh) => Some(mesh),
        _ => None,
    });
    meshes.flat_map(|mesh| &mesh.vertices).filter(|vertex| vertex.color == color).count()
}
