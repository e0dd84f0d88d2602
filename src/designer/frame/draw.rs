//! What is drawn, and where.

use egui::containers::panel::PanelState;
use egui::{CentralPanel, Context, Frame, Panel, Stroke, Ui};

use super::Designer;
use crate::designer::dialogs::{about, export, keys};
use crate::designer::panels::drawer::{Drawer, TABS};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::settings::Settings;
use crate::designer::theme::{self, Theme};

/// The least width in which the drawer lies between the panels at the sides.
const BESIDE: f32 = 700.0;

impl Designer {
    pub(super) fn draw(&mut self, ui: &mut Ui) {
        if !self.session.is_open() {
            self.welcome.ui(ui, &self.settings, (self.surroundings.now)(), &mut self.requests);
            return;
        }
        let theme = Theme::of(ui.ctx());
        let panel = Frame::new().fill(theme.panel);
        ui.visuals_mut().widgets.noninteractive.bg_stroke = Stroke::new(1.0, theme.border);
        let Self { session, requests, top_bar, palette, canvas, inspector, inventory, drawer, settings, .. } = self;
        Panel::top("top bar")
            .exact_size(theme::BAR)
            .resizable(false)
            .frame(panel)
            .show(ui, |ui| top_bar.ui(ui, session, settings, requests));
        // The inventory brings its own shelves and fields.
        let is_drawing = !session.in_inventory();
        // Between panels with too little room the drawer lies below all of them.
        let is_across = is_drawing && between(ui.available_width(), settings) < BESIDE;
        if is_across {
            below(ui, (panel, is_drawing), settings, drawer, (session, requests));
        }
        if is_drawing {
            let left =
                Panel::left("palette").default_size(settings.palette_width).size_range(180.0..=320.0).frame(panel);
            let shown = left.show_collapsible(ui, &mut settings.palette, |ui| {
                contained(ui, |ui| palette.ui(ui, session, &settings.used_steps, requests));
            });
            if let Some(shown) = shown.filter(|_| settings.palette) {
                settings.palette_width = shown.response.rect.width().round();
            }
            let right =
                Panel::right("inspector").default_size(settings.inspector_width).size_range(260.0..=560.0).frame(panel);
            let shown = right.show_collapsible(ui, &mut settings.inspector, |ui| {
                contained(ui, |ui| inspector.ui(ui, session, requests));
            });
            if let Some(shown) = shown.filter(|_| settings.inspector) {
                settings.inspector_width = shown.response.rect.width().round();
            }
        }
        if !is_across {
            below(ui, (panel, is_drawing), settings, drawer, (session, requests));
        }
        let ground = if is_drawing { theme.canvas } else { theme.panel };
        CentralPanel::no_frame().frame(Frame::new().fill(ground)).show(ui, |ui| {
            if session.in_inventory() {
                inventory.ui(ui, session, requests);
            } else {
                canvas.ui(ui, session, requests);
            }
        });
    }

    pub(super) fn dialogs(&mut self, context: &Context) {
        self.questions(context);
        let now = (self.surroundings.now)();
        if let Some(dialog) = &mut self.export {
            match dialog.ui(context, &self.session, now, &mut self.requests) {
                Some(export::Decision::Close) => self.export = None,
                Some(export::Decision::Write { stem, files }) => {
                    self.export = None;
                    self.write_export(context, &stem, files);
                }
                None => {}
            }
        }
        self.push_on(context);
        if self.making.as_mut().is_some_and(|dialog| dialog.ui(context, &self.session, &mut self.requests)) {
            self.making = None;
        }
        if self.living.as_mut().is_some_and(|dialog| dialog.ui(context, &self.session, &mut self.requests)) {
            self.living = None;
        }
        if self.keeping.as_mut().is_some_and(|dialog| dialog.ui(context, &self.session, &mut self.requests)) {
            self.keeping = None;
        }
        if self.reading.as_ref().is_some_and(|dialog| dialog.ui(context, &mut self.requests)) {
            self.reading = None;
        }
        let guardrails = self.guardrails.as_mut();
        if guardrails.is_some_and(|dialog| dialog.ui(context, &self.session, &mut self.requests)) {
            self.guardrails = None;
        }
        if self.keys && keys::ui(context) {
            self.keys = false;
        }
        if self.about && about::ui(context) {
            self.about = false;
        }
        if let Some(request) = self.commands.ui(context, &self.session) {
            match request {
                Request::Run(action) => self.run(action, context),
                other => self.requests.push(other),
            }
        }
    }
}

/// What the panels at the sides leave between them.
fn between(width: f32, settings: &Settings) -> f32 {
    let side = |is_shown: bool, width: f32| if is_shown { width } else { 0.0 };
    width - side(settings.palette, settings.palette_width) - side(settings.inspector, settings.inspector_width)
}

/// The drawer at the bottom of what is left; of a folded one the tabs. Until somebody drags its edge, its height follows
/// the window's and what lies above it.
fn below(
    ui: &mut Ui,
    (frame, is_drawing): (Frame, bool),
    settings: &mut Settings,
    drawer: &mut Drawer,
    (session, requests): (&Session, &mut Requests),
) {
    const NAME: &str = "drawer";
    let proposed = theme::drawer(ui.ctx().content_rect().height(), is_drawing);
    let id = ui.scope_id().with(NAME);
    let before = ui.data_mut(|data| data.get_temp_mut_or(id.with("proposed"), proposed).to_owned());
    if settings.drawer_dragged.is_none() && before != proposed {
        ui.data_mut(|data| {
            data.insert_temp(id.with("proposed"), proposed);
            data.remove::<PanelState>(id);
        });
    }
    let height = settings.drawer_dragged.unwrap_or(proposed);
    let panel = Panel::bottom(NAME).default_size(height).size_range(120.0..=560.0).resizable(true).frame(frame);
    let shown = panel.show_collapsible(ui, &mut settings.drawer, |ui| {
        contained(ui, |ui| drawer.ui(ui, session, requests));
    });
    if let Some(shown) = shown.filter(|_| settings.drawer) {
        let shown = shown.response.rect.height().round();
        if (shown - height).abs() > 1.0 {
            settings.drawer_dragged = Some(shown);
        }
    }
    if !settings.drawer {
        let strip = Panel::bottom("drawer tabs").exact_size(TABS).resizable(false).frame(frame);
        strip.show(ui, |ui| contained(ui, |ui| drawer.folded(ui, session, requests)));
    }
}

/// Draws into exactly the room that the panel has: a panel takes over the size of what it holds, and would grow
/// with every long word.
fn contained(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let rect = ui.available_rect_before_wrap();
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    content(&mut child);
    ui.allocate_rect(rect, egui::Sense::hover());
}
