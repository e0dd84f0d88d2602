//! The canvas: the journey as a picture that can be worked on. It is painted in screen coordinates by
//! itself, so that text is sharp at every zoom and screen readers find cards where they are.
//!
//! Drawing reads, the queue writes: a frame reads [`CanvasInput`] and pushes requests. What the pointer and
//! the keyboard do is in [`gestures`], `pointer` and `keys`; what it asks for in `outcome`; what is seen in
//! `scene` and `paint`.

mod access;
mod adding;
mod arriving;
mod beside;
mod brush;
mod camera;
mod cards;
mod chips;
mod connecting;
mod covered;
mod detail;
mod facts;
mod find;
mod flow;
mod geometry;
pub mod gestures;
mod ground;
mod index;
mod input;
mod keys;
mod layout;
mod led;
mod line;
mod menu;
mod minimap;
mod naming;
mod opening;
mod outcome;
mod overlay;
mod paint;
mod paste;
mod path;
mod picker;
mod pointer;
mod preview;
mod route;
mod scene;
mod tallies;
mod texts;
pub mod told;
mod walk;
mod wires;

use std::collections::BTreeMap;

use egui::{Id, Pos2, Rect, Sense, Ui};

use crate::check::Report;
use crate::designer::actions::Action;
use crate::designer::requests::Requests;
use crate::designer::session::Session;
use crate::journey::{ActivityId, Journey, JourneyId, Platform, Workspace};

pub use camera::Camera;
use find::Find;
use gestures::{Gesture, Hit};
pub use input::{CanvasInput, CountsByActivity, Excess, Fact, Marks, Over};
use led::Led;
pub use line::line;
use menu::Menu;
use naming::Naming;
use paste::Awaited;
use picker::Picker;
use scene::Scene;
use texts::Texts;

/// The canvas and what it remembers between frames. Nothing of it is saved.
#[derive(Default)]
pub struct Canvas {
    camera: Camera,
    viewport: Option<Rect>,
    /// The widget of the ground.
    ground: Option<Id>,
    /// Whether nothing had the keyboard in the last frame.
    nobody_types: bool,
    shown: Option<JourneyId>,
    /// The view in which the journey was opened, and the window then: until somebody moves it, it follows the size of
    /// the window. Panels that open or close beside it do not move it.
    opened: Option<(Camera, Rect)>,
    /// The views in which other journeys were left.
    views: BTreeMap<JourneyId, Camera>,
    scene: Scene,
    texts: Texts,
    gesture: Gesture,
    hover: Hit,
    /// Where the pointer is on the screen, while it is over the drawing.
    pointer: Option<Pos2>,
    /// Where the menu was opened from which somebody pastes.
    paste_at: Option<Pos2>,
    /// The card near the pointer: its ports are shown.
    near: Option<usize>,
    picker: Option<Picker>,
    menu: Option<Menu>,
    naming: Option<Naming>,
    find: Option<Find>,
    /// The whole of what is cut off under the pointer.
    cut: Option<String>,
    /// What is about to be added becomes the selection.
    awaiting: Option<Awaited>,
    /// Tags of ends as they were painted, on the screen.
    tags: Vec<(usize, Rect)>,
    /// Chips of wires as they were painted, on the screen.
    chips: Vec<(usize, Rect)>,
    /// Where the overlays lie; the drawing below them does not feel the pointer.
    overlays: Vec<Rect>,
    /// Numbers of the last wishes of the session that were carried out.
    seen: (u64, u64),
    /// The lines of which the problem speaks to which the person was led.
    led: Led,
    derived: Option<Derived>,
    /// What a remedy would change, while it is shown.
    preview: Option<preview::Shown>,
    buffers: [Vec<u32>; 2],
}

/// What is derived from the session for one revision.
struct Derived {
    key: (u64, Platform, JourneyId),
    marks: BTreeMap<ActivityId, Marks>,
    facts: Vec<Fact>,
}

impl Canvas {
    /// Draws one frame into all the room that is left.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let Some(journey) = session.journey() else {
            overlay::no_journey(ui);
            return;
        };
        let preview = Self::previewed(session, &journey.id);
        let (workspace, revision, report) = match preview {
            Some(preview) => (&preview.workspace, preview.revision, &preview.report),
            None => (session.workspace(), session.revision(), session.report().as_ref()),
        };
        let Some(journey) = workspace.journeys.get(&journey.id) else { return };
        let derived = self.derive(session.platform(), workspace, revision, report, journey);
        let input = CanvasInput {
            workspace,
            journey,
            revision,
            selection: session.selection(),
            line: &|activity| line::line(activity, workspace),
            marks: &derived.marks,
            trail: session.trail().map(std::convert::AsRef::as_ref).filter(|_| preview.is_none()),
            over: if preview.is_none() { over(session, &journey.id) } else { Over::Nothing },
            facts: &derived.facts,
        };
        let led = session.view().is_some_and(|view| view.number > self.seen.0 && is_step_of_history(view.what));
        let begins = preview.is_some() && self.preview.is_none();
        let before = (led || begins).then(|| std::mem::take(&mut self.scene));
        self.begin(ui, &input, requests);
        if let Some(before) = before.as_ref().filter(|_| led) {
            self.show_difference(before, &input);
        }
        self.compare(preview, &journey.id, before);
        self.led.follow(session);
        self.carry_out_wishes(ui, session, &input, requests);
        self.frame(ui, &input, requests);
        self.derived = Some(derived);
    }

    /// Draws one frame from plain data, without a session.
    pub fn show(&mut self, ui: &mut Ui, input: &CanvasInput<'_>, requests: &mut Requests) {
        self.begin(ui, input, requests);
        self.frame(ui, input, requests);
    }

    /// Where the drawing lies on the screen.
    pub fn camera(&self) -> &Camera {
        &self.camera
    }

    /// To move the drawing from outside: the benchmark and the tests do.
    pub fn camera_mut(&mut self) -> &mut Camera {
        &mut self.camera
    }

    fn derive(
        &mut self,
        platform: Platform,
        workspace: &Workspace,
        revision: u64,
        report: &Report,
        journey: &Journey,
    ) -> Derived {
        let key = (revision, platform, journey.id.clone());
        match self.derived.take() {
            Some(derived) if derived.key == key => derived,
            _ => Derived {
                marks: Marks::of(journey, report.findings.iter().map(AsRef::as_ref)),
                facts: facts::facts(workspace, journey, platform),
                key,
            },
        }
    }

    /// Brings what is derived up to date.
    fn begin(&mut self, ui: &Ui, input: &CanvasInput<'_>, requests: &mut Requests) {
        let viewport = ui.available_rect_before_wrap();
        let changed = self.scene.refresh(input);
        self.texts.begin(ui.ctx(), changed);
        if changed {
            // Numbers of cards mean something else now.
            self.gesture = Gesture::Idle;
            (self.hover, self.near) = (Hit::Nothing, None);
            self.tags.clear();
            self.chips.clear();
            self.menu = None;
            self.picker = self.picker.take().filter(|picker| !picker.is_of_line());
            self.search_again(input);
            self.welcome_new(input, viewport, requests);
        }
        let (is_other, window) = (self.shown.as_ref() != Some(&input.journey.id), ui.ctx().content_rect());
        if is_other {
            (self.picker, self.naming, self.find) = (None, None, None);
            let left = self.shown.replace(input.journey.id.clone());
            self.views.extend(left.map(|journey| (journey, self.camera)));
            self.open_view(&input.journey.id, viewport, window);
        } else if self.opened.is_some_and(|(camera, before)| camera == self.camera && before != window) {
            self.show_beginning(viewport, window);
        }
        self.viewport = Some(viewport);
    }

    /// A journey that was looked at before opens as it was left.
    fn open_view(&mut self, journey: &JourneyId, viewport: Rect, window: Rect) {
        let in_view = |camera: &Camera| {
            self.scene.bounds().is_some_and(|bounds| camera.rect_to_screen(bounds).intersects(viewport))
        };
        match self.views.remove(journey).filter(in_view) {
            Some(camera) => (self.camera, self.opened) = (camera, None),
            None => self.show_beginning(viewport, window),
        }
    }

    /// The view in which a journey opens: everything where that can be read, else where it begins.
    fn show_beginning(&mut self, viewport: Rect, window: Rect) {
        match self.scene.bounds() {
            Some(bounds) => {
                self.camera.fit(bounds, viewport);
                if let Some(start) = walk::start(&self.scene).filter(|_| self.camera.zoom() < opening::READABLE) {
                    let cards: Vec<Rect> = self.scene.cards.iter().map(|card| card.rect).collect();
                    self.camera = opening::beginning(self.scene.cards[start].rect, &cards, bounds, viewport);
                }
            }
            None => self.camera.set(Pos2::ZERO, viewport.left_center() + egui::vec2(96.0, -26.0), 1.0),
        }
        self.opened = Some((self.camera, window));
    }

    /// After an undo or redo: what it changed comes into view where none of it is.
    fn show_difference(&mut self, before: &Scene, input: &CanvasInput<'_>) {
        let Some(viewport) = self.viewport else { return };
        let mut places: Vec<Rect> = self.scene.difference(before).places(&self.scene).collect();
        if places.is_empty() {
            // Something that no card says has changed; the session has selected the step to which it belongs.
            let selected = input.selection.activities.iter().filter_map(|id| self.scene.graph.index(id));
            places.extend(selected.map(|card| self.scene.cards[card].rect));
        }
        let in_view = |place: &Rect| self.camera.rect_to_screen(*place).intersects(viewport);
        if let Some(all) = places.iter().copied().reduce(Rect::union).filter(|_| !places.iter().any(in_view)) {
            self.camera.reveal(all, viewport);
        }
    }

    /// Wishes of menus, shortcuts and the list of problems.
    fn carry_out_wishes(&mut self, ui: &Ui, session: &Session, input: &CanvasInput<'_>, requests: &mut Requests) {
        if let Some(view) = session.view().filter(|view| view.number > self.seen.0) {
            self.seen.0 = view.number;
            self.act(view.what, ui, input, requests);
        }
        if let Some(focus) = session.focus().filter(|focus| focus.number > self.seen.1) {
            self.seen.1 = focus.number;
            self.lead_to(&focus.what);
        }
    }

    /// Flies until the whole journey is in view.
    pub fn fit(&mut self) {
        if let (Some(bounds), Some(viewport)) = (self.scene.bounds(), self.viewport) {
            self.camera.fly_fit(bounds, viewport);
        }
    }

    fn frame(&mut self, ui: &mut Ui, input: &CanvasInput<'_>, requests: &mut Requests) {
        let viewport = self.viewport.unwrap_or_else(|| ui.available_rect_before_wrap());
        let response = ui.allocate_rect(viewport, Sense::click_and_drag());
        ui.set_clip_rect(viewport.intersect(ui.clip_rect()));
        access::ground(&response, input);
        if self.camera.advance(ui.input(|i| i.stable_dt)) {
            ui.ctx().request_repaint();
        }
        self.follow_pointer(ui, &response, input, requests);
        self.follow_keys(ui, &response, input, requests);
        self.paint(ui, input);
        self.paint_preview(ui);
        self.offer_cards(ui, response.id, input, requests);
        self.offer_ends(ui, response.id);
        self.paint_overlays(ui, input, requests);
    }
}

/// What the session shows over the drawing of a journey.
fn over<'s>(session: &'s Session, journey: &JourneyId) -> Over<'s> {
    let live = session.live().counts().map(Over::Live);
    let flow = || session.forecasting().flow(journey).map(Over::Flow);
    let covered = || session.covering().painted(journey).map(Over::Coverage);
    // The path of a real person says itself when they came.
    let arrivals = || session.arrivals().filter(|_| session.trail().is_none()).map(Over::Arrivals);
    live.or_else(flow).or_else(covered).or_else(arrivals).unwrap_or_default()
}

fn is_step_of_history(action: Action) -> bool {
    matches!(action, Action::Undo | Action::Redo)
}
