//! One frame of the window.

use egui::{CentralPanel, Frame, Panel, Ui};

use crate::edit::Step;
use crate::journey::Workspace;

use super::actions::Action;
use super::canvas::Canvas;
use super::panels::drawer::Drawer;
use super::panels::inspector::Inspector;
use super::panels::inventory::InventoryEditor;
use super::panels::palette::Palette;
use super::panels::top_bar::TopBar;
use super::requests::{Request, Requests};
use super::session::Session;
use super::theme::{self, Theme};

/// The whole window: the session and the panels, without the operating system around it, so that tests can
/// draw it as well.
#[derive(Default)]
pub struct Designer {
    session: Session,
    requests: Requests,
    top_bar: TopBar,
    palette: Palette,
    canvas: Canvas,
    inspector: Inspector,
    inventory: InventoryEditor,
    drawer: Drawer,
}

impl Designer {
    /// A window over this document; `chance` is where the ids of new objects begin.
    pub fn new(workspace: Workspace, chance: u64) -> Self {
        Self { session: Session::new(workspace, chance), ..Self::default() }
    }

    /// What is shown.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui) {
        self.carry_out();
        self.draw(ui);
        if !self.requests.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    fn carry_out(&mut self) {
        for request in self.requests.take() {
            match request {
                Request::Edit { name, edits, gesture, place } => {
                    let _refused = self.session.change(Step { name, place }, edits, gesture.as_deref());
                }
                Request::EndGesture => self.session.end_gesture(),
                Request::Select(selection) => self.session.select(selection),
                Request::GoTo(place) => self.session.go_to(place),
                Request::OpenJourney(journey) => self.session.open_journey(journey),
                Request::OpenItem(item) => self.session.open_item(item),
                Request::Explain(_) => {}
                Request::Run(action) => self.run(action),
            }
        }
    }

    fn run(&mut self, action: Action) {
        match action {
            Action::Undo => self.session.undo(),
            Action::Redo => self.session.redo(),
            other => self.session.wish(other),
        }
    }

    fn draw(&mut self, ui: &mut Ui) {
        let Self { session, requests, top_bar, palette, canvas, inspector, inventory, drawer } = self;
        let theme = Theme::of(ui.ctx());
        let panel = Frame::new().fill(theme.panel);
        Panel::top("top bar").exact_size(theme::BAR).frame(panel).show(ui, |ui| top_bar.ui(ui, session, requests));
        Panel::left("palette")
            .default_size(theme::PALETTE)
            .frame(panel)
            .show(ui, |ui| palette.ui(ui, session, requests));
        Panel::right("inspector")
            .default_size(theme::INSPECTOR)
            .frame(panel)
            .show(ui, |ui| inspector.ui(ui, session, requests));
        Panel::bottom("drawer")
            .default_size(theme::DRAWER)
            .frame(panel)
            .show(ui, |ui| drawer.ui(ui, session, requests));
        CentralPanel::no_frame().frame(Frame::new().fill(theme.canvas)).show(ui, |ui| {
            if session.item().is_some() {
                inventory.ui(ui, session, requests);
            } else {
                canvas.ui(ui, session, requests);
            }
        });
    }
}
