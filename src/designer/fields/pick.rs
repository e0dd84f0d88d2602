//! Fields of a schema: one, or several that a journey may read.

use std::sync::Arc;

use egui::{Galley, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{hint_line, link};
use crate::designer::words::{phrase, word};
use crate::journey::Field;

use super::form::Form;
use super::list::list;
use super::marks::{Mark, dropdown, mark_button};
use super::registry::Control;
use super::search::Search;
use super::value_type::value_word;

impl Form<'_> {
    /// One field of a schema, by its path.
    pub fn schema_field(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut String,
        fields: &[Field],
    ) {
        self.field(ui, (owner, field), Control::Field, |form, ui, at| {
            let text = if value.is_empty() { word("fields.choose_field") } else { called(value, fields) };
            let response = dropdown(ui, at, text, value.is_empty(), ui.available_width());
            let response = form.named(ui, at, response);
            let response = if value.is_empty() { response } else { response.on_hover_text(value.as_str()) };
            list(&response, |ui| {
                if let Some(path) = offer(ui, at.id, fields, |path| path == value, false) {
                    *value = path;
                    form.chosen(at);
                    ui.close();
                }
            });
        });
    }

    /// Several fields of a schema, by their paths.
    pub fn schema_fields(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Vec<String>,
        fields: &[Field],
    ) {
        self.field(ui, (owner, field), Control::Fields, |form, ui, at| {
            let gone = chosen(ui, value, fields);
            if let Some(index) = gone {
                value.remove(index);
                form.chosen(at);
            }
            let response = dropdown(ui, at, word("fields.add_field"), true, ui.available_width());
            let response = form.named(ui, at, response);
            list(&response, |ui| {
                if link(ui, word("fields.add_all")).clicked() {
                    for field in fields {
                        if !value.contains(&field.path) {
                            value.push(field.path.clone());
                        }
                    }
                    form.chosen(at);
                    ui.close();
                }
                if let Some(path) = offer(ui, at.id, fields, |path| value.iter().any(|known| known == path), true) {
                    match value.iter().position(|known| *known == path) {
                        Some(index) => drop(value.remove(index)),
                        None => value.push(path),
                    }
                    form.chosen(at);
                }
            });
        });
    }
}

/// What people call the field with this path: its title, and the path where it has none.
pub fn called<'a>(path: &'a str, fields: &'a [Field]) -> &'a str {
    let known = fields.iter().find(|field| field.path == path);
    known.map(|field| field.title.trim()).filter(|title| !title.is_empty()).unwrap_or(path)
}

fn offer(ui: &mut Ui, id: egui::Id, fields: &[Field], chosen: impl Fn(&str) -> bool, stays: bool) -> Option<String> {
    let mut picked = None;
    if fields.is_empty() {
        hint_line(ui, word("fields.no_fields"));
        return None;
    }
    let mut search = Search::begin(ui, id.with("search"), word("fields.search"));
    if stays {
        search.stay();
    }
    ScrollArea::vertical().max_height(240.0).show(ui, |ui| {
        for field in fields {
            if !search.finds(&format!("{} {}", field.path, field.title)) {
                continue;
            }
            let (name, detail) = if field.title.is_empty() { (&field.path, "") } else { (&field.title, &*field.path) };
            if search.entry(ui, chosen(&field.path), name, detail, "") {
                picked = Some(field.path.clone());
            }
        }
    });
    search.end(ui, word("picker.next_schema"));
    picked
}

/// The fields that were chosen, side by side as far as there is room; the one that goes.
fn chosen(ui: &mut Ui, value: &[String], fields: &[Field]) -> Option<usize> {
    let mut gone = None;
    let width = ui.available_width();
    ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
    let chips: Vec<Chip> = value.iter().map(|path| Chip::of(ui, path, fields)).collect();
    let mut next = 0;
    while next < chips.len() {
        ui.horizontal(|ui| {
            let mut room = width;
            while let Some(chip) = chips.get(next).filter(|chip| chip.width <= room || room == width) {
                room -= chip.width + 6.0;
                if chip.ui(ui, width) {
                    gone = Some(next);
                }
                next += 1;
            }
        });
    }
    gone
}

/// A chosen field: what it is called, what it holds, and the way to take it out.
struct Chip<'a> {
    path: &'a str,
    name: Arc<Galley>,
    kind: Arc<Galley>,
    width: f32,
}

impl<'a> Chip<'a> {
    fn of(ui: &Ui, path: &'a str, fields: &[Field]) -> Self {
        let theme = Theme::of(ui.ctx());
        let known = fields.iter().find(|field| field.path == path);
        let color = if known.is_some() { theme.text } else { theme.err };
        let kind = known.map_or(word("fields.not_in_schema"), |field| value_word(field.kind));
        let most = (ui.available_width() - 60.0).max(40.0);
        let line = |text: &str, size: f32, color| {
            ui.painter().layout_job(theme::one_line(text, theme::font(size, Weight::Regular), color, most))
        };
        let name = line(called(path, fields), theme::CONTROL, color);
        let kind = line(kind, theme::SMALL, theme.faint);
        let width = 10.0 + name.size().x + 6.0 + kind.size().x + 2.0 + 22.0 + 2.0;
        Self { path, name, kind, width }
    }

    /// True where it was taken out.
    fn ui(&self, ui: &mut Ui, most: f32) -> bool {
        let theme = Theme::of(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(vec2(self.width.min(most), 28.0), Sense::hover());
        response.on_hover_text(self.path);
        let stroke = Stroke::new(1.0, theme.border);
        ui.painter().rect(rect, theme::CONTROL_RADIUS, theme.well, stroke, StrokeKind::Inside);
        let mut left = rect.left() + 10.0;
        let clip = ui.painter().with_clip_rect(rect.with_max_x(rect.right() - 24.0));
        for (galley, color) in [(&self.name, theme.text), (&self.kind, theme.faint)] {
            clip.galley(pos2(left, rect.center().y - galley.size().y * 0.5), galley.clone(), color);
            left += galley.size().x + 6.0;
        }
        let cross = Rect::from_center_size(pos2(rect.right() - 13.0, rect.center().y), vec2(22.0, 22.0));
        let name = phrase("fields.remove", &[("what", self.path)]);
        let mut cross = ui.new_child(egui::UiBuilder::new().max_rect(cross).id_salt(self.path));
        mark_button(&mut cross, Mark::Cross, &name, true).clicked()
    }
}
