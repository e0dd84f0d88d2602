//! The inventory: everything that journeys share, found, made, renamed and changed in one place.

pub mod action;
pub mod audience;
pub mod authentication;
pub mod body;
mod channel;
mod dataset;
mod decision;
mod editor;
pub mod endpoint;
mod environment;
pub mod event;
pub mod fragment;
mod identity;
mod instance;
mod past;
mod profile;
mod quiet;
mod rule_set;
mod schema;
mod settings;
mod shelf;
mod source;
mod stream;

use egui::{Margin, ScrollArea, Sense, Ui, vec2};

use crate::check::Severity;
use crate::designer::names;
use crate::designer::requests::{Make, Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{hint_line, link, primary, section, severity_dot, text_field};
use crate::designer::words::{phrase, word};
use crate::journey::ItemRef;

use shelf::Shelf;

/// The name of the shelf on which an object stands.
pub fn shelf_name(item: &ItemRef) -> &'static str {
    word(Shelf::of(item).word())
}

/// See the module.
#[derive(Default)]
pub struct InventoryEditor {
    shelf: Shelf,
    search: String,
    shown: Option<ItemRef>,
    seen: u64,
    /// The pass in which it was drawn last.
    pass: u64,
    editor: editor::Editor,
}

impl InventoryEditor {
    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        self.follow(session);
        self.enter(ui, session, requests);
        let focus = session.focus().filter(|focus| focus.number > self.seen).map(|focus| focus.what.clone());
        self.seen = session.focus().map_or(0, |focus| focus.number);
        let theme = Theme::of(ui.ctx());
        let frame = egui::Frame::new().fill(theme.panel).inner_margin(Margin::same(12));
        let height = ui.available_height();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            frame.show(ui, |ui| {
                ui.set_min_height(height - 24.0);
                ui.set_width(172.0);
                // In a low window there are more shelves than room.
                let shelves = ScrollArea::vertical().id_salt("shelves").max_height(height - 24.0);
                shelves.show(ui, |ui| ui.vertical(|ui| self.shelves(ui, session, requests)));
            });
            line(ui, height);
            if self.shelf.holds_objects() {
                frame.show(ui, |ui| {
                    ui.set_min_height(height - 24.0);
                    ui.set_width(216.0);
                    ui.vertical(|ui| self.objects(ui, session, requests));
                });
                line(ui, height);
            }
            let salt = ("open object", self.shelf.word(), session.item());
            ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
                let room = frame.inner_margin(Margin::symmetric(24, 20));
                room.show(ui, |ui| {
                    ui.set_min_height(height - 40.0);
                    ui.set_width(ui.available_width().min(680.0));
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
                        let field = focus.as_ref().and_then(|place| place.field.as_deref());
                        self.open(ui, session, field, requests);
                    });
                });
            });
        });
    }

    // Somebody opened an object from elsewhere: its shelf comes with it.
    fn follow(&mut self, session: &Session) {
        if session.item() != self.shown.as_ref() {
            self.shown = session.item().cloned();
            if let Some(item) = &self.shown {
                self.shelf = Shelf::of(item);
                self.editor = editor::Editor::default();
            }
        }
    }

    // Who comes in finds the first object of the shelf open; who just deleted one is left to choose.
    fn enter(&mut self, ui: &Ui, session: &Session, requests: &mut Requests) {
        let pass = ui.ctx().cumulative_pass_nr();
        let came = pass > self.pass + 1;
        self.pass = pass;
        if came
            && session.item().is_none()
            && self.shelf.holds_objects()
            && let Some(first) = self.shelf.items(&session.workspace().inventory).into_iter().next()
        {
            requests.push(Request::OpenItem(first.item));
        }
    }

    fn shelves(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let from = session.came_from().and_then(|item| session.workspace().inventory.item(item));
        if let Some(from) = from {
            if link(ui, &phrase("inventory.back", &[("journey", &names::object(&from))])).clicked() {
                requests.push(Request::BackItem);
            }
            ui.add_space(2.0);
        }
        if let Some(journey) = session.journey() {
            if link(ui, &phrase("inventory.back", &[("journey", &journey.name)])).clicked() {
                requests.push(Request::CloseItem);
            }
            ui.add_space(6.0);
        }
        section(ui, word("inventory.title"));
        ui.spacing_mut().item_spacing.y = 2.0;
        for shelf in Shelf::ALL {
            let count = shelf.items(&session.workspace().inventory).len();
            let count = if shelf.holds_objects() { count.to_string() } else { String::new() };
            // The shelf says it of what stands on it; one that is open shows it itself.
            let faulty = Some(*shelf).filter(|shelf| *shelf != self.shelf).and_then(|shelf| worst_on(session, shelf));
            if row(ui, *shelf == self.shelf, word(shelf.word()), (&count, faulty), 28.0).clicked() {
                self.shelf = *shelf;
                self.search.clear();
                self.editor = editor::Editor::default();
                if let Some(first) = shelf.items(&session.workspace().inventory).into_iter().next() {
                    requests.push(Request::OpenItem(first.item));
                }
            }
        }
    }

    fn objects(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let items = self.shelf.items(&session.workspace().inventory);
        if items.is_empty() {
            hint_line(ui, word("inventory.shelf_empty"));
            return;
        }
        self.new_button(ui, requests);
        if items.len() > 6 || !self.search.is_empty() {
            text_field(ui, &mut self.search, word("fields.search")).accessible_name(word("inventory.search"));
        }
        ui.add_space(4.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        let wanted = self.search.to_lowercase();
        ScrollArea::vertical().show(ui, |ui| {
            for line in items.into_iter().filter(|line| line.fits(&wanted)) {
                let open = session.item() == Some(&line.item);
                let worst = worst(session, &line.item);
                if row(ui, open, line.called, (&line.detail, worst), 32.0).clicked() {
                    self.editor = editor::Editor::default();
                    requests.push(Request::OpenItem(line.item));
                }
            }
        });
    }

    fn new_button(&self, ui: &mut Ui, requests: &mut Requests) {
        let kind = word(self.shelf.kind_word());
        // A fragment is kept from the steps of a journey.
        if self.shelf.new_item().is_none() {
            return;
        }
        if primary(ui, phrase("fields.new", &[("kind", kind)]).trim_end_matches('…')).clicked()
            && let Some(new) = self.shelf.new_item()
        {
            requests.push(Request::Make(Box::new(Make::open(new))));
        }
    }

    /// What stands in place of an editor: what the shelf is for and how to begin, or which object to choose.
    fn nothing_open(&self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let theme = Theme::of(ui.ctx());
        if !self.shelf.items(&session.workspace().inventory).is_empty() {
            hint_line(ui, word("inventory.nothing_open"));
            return;
        }
        ui.add_space(40.0);
        ui.vertical_centered(|ui| {
            ui.set_max_width(400.0);
            ui.label(theme::rich(word(self.shelf.empty_title()), theme::TITLE, Weight::SemiBold));
            let text = theme::rich(word(self.shelf.empty_word()), theme::BODY, Weight::Regular).color(theme.muted);
            ui.add(egui::Label::new(text).wrap().halign(egui::Align::Center));
            ui.add_space(8.0);
            self.new_button(ui, requests);
        });
    }

    fn open(&mut self, ui: &mut Ui, session: &Session, focus: Option<&str>, requests: &mut Requests) {
        match self.shelf {
            Shelf::Settings => settings::workspace(ui, session, focus, requests),
            Shelf::Organization => settings::organization(ui, session, focus, requests),
            _ => {
                let shown = session.item().filter(|item| Shelf::of(item) == self.shelf);
                match shown.and_then(|item| session.workspace().inventory.item(item)) {
                    Some(item) => self.editor.ui(ui, session, item, focus, requests),
                    None => self.nothing_open(ui, session, requests),
                }
            }
        }
    }
}

fn line(ui: &mut Ui, height: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(1.0, height), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, Theme::of(ui.ctx()).border);
}

/// The worst that is wrong with an object itself. What is only worth knowing, or still to be filled in, is not.
fn worst(session: &Session, item: &ItemRef) -> Option<Severity> {
    faults(session).filter(|(of, _)| *of == item).map(|(_, severity)| severity).min()
}

/// The worst that is wrong with any object of a shelf.
fn worst_on(session: &Session, shelf: Shelf) -> Option<Severity> {
    faults(session).filter(|(of, _)| Shelf::of(of) == shelf).map(|(_, severity)| severity).min()
}

fn faults(session: &Session) -> impl Iterator<Item = (&ItemRef, Severity)> {
    let weighty = session.problems().filter(|found| found.severity != Severity::Info);
    weighty.filter_map(|found| Some((found.place.item.as_ref()?, found.severity)))
}

/// A row with a name, something on it at its right, and a sign where something is wrong.
fn row(ui: &mut Ui, open: bool, name: &str, (detail, worst): (&str, Option<Severity>), height: f32) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    if open || response.hovered() || response.has_focus() {
        let fill = if open { theme.accent_soft } else { theme.hover };
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, fill);
    }
    let (color, weight) = if open { (theme.accent, Weight::SemiBold) } else { (theme.text, Weight::Regular) };
    let quiet = ui.painter().layout_no_wrap(detail.to_owned(), theme::font(theme::SMALL, Weight::Regular), theme.faint);
    let room = rect.shrink2(vec2(8.0, 0.0));
    let place = egui::pos2(room.right() - quiet.size().x, room.center().y - quiet.size().y / 2.0);
    let sign = if worst.is_some() { 16.0 } else { 0.0 };
    let name_room = (place.x - room.left() - 8.0 - sign).max(20.0);
    ui.painter().galley(place, quiet, theme.faint);
    let job = theme::one_line(name, theme::font(theme::BODY, weight), color, name_room);
    let text = ui.painter().layout_job(job);
    let right = room.left() + text.size().x;
    ui.painter().galley(egui::pos2(room.left(), room.center().y - text.size().y / 2.0), text, color);
    let mut said = name.to_owned();
    if let Some(severity) = worst {
        let at = egui::Rect::from_center_size(egui::pos2(right + 11.0, room.center().y), vec2(12.0, 12.0));
        // Over the row, which has its room already: nothing below moves.
        severity_dot(&mut ui.new_child(egui::UiBuilder::new().max_rect(at).id_salt(name)), severity);
        let key = if severity == Severity::Error { "problems.error" } else { "problems.warning" };
        said = format!("{name}, {}", word(key));
    }
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListItem, true, open, &said));
    response
}
