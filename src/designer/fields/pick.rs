//! Fields of a schema: one, or several that a journey may read.

use egui::{ScrollArea, Ui};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{hint_line, link};
use crate::designer::words::{phrase, word};
use crate::journey::Field;

use super::form::Form;
use super::marks::{Mark, dropdown, list, mark_button};
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
            let theme = Theme::of(ui.ctx());
            let mut gone = None;
            for (index, path) in value.iter().enumerate() {
                ui.horizontal(|ui| {
                    let known = fields.iter().find(|field| &field.path == path);
                    let color = if known.is_some() { theme.text } else { theme.err };
                    let name = theme::rich(called(path, fields), theme::CONTROL, Weight::Regular).color(color);
                    ui.label(name).on_hover_text(path);
                    let kind = known.map_or(word("fields.not_in_schema"), |field| value_word(field.kind));
                    ui.label(theme::rich(kind, theme::SMALL, Weight::Regular).color(theme.faint));
                    if mark_button(ui, Mark::Cross, &phrase("fields.remove", &[("what", path)]), true).clicked() {
                        gone = Some(index);
                    }
                });
            }
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
