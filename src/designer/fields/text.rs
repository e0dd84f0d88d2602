//! Text: one line, several lines, a name that other places repeat, the name of a secret, a list of words.

use egui::{Id, Response, TextEdit, Ui};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::words::word;
use crate::edit::Edit;
use crate::journey::{ItemRef, Secret};

use super::form::{At, Form};
use super::marks::well;
use super::registry::Control;

/// What is being typed in the field, while it has the keyboard.
pub(super) fn held(ui: &Ui, id: Id) -> Option<String> {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return None;
    }
    ui.data(|data| data.get_temp(id))
}

/// Remembers what is being typed, or forgets it when the keyboard goes elsewhere.
pub(super) fn hold(ui: &Ui, response: &Response, text: &str) {
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(response.id, text.to_owned()));
    } else {
        ui.data_mut(|data| data.remove::<String>(response.id));
    }
}

impl Form<'_> {
    /// One line of text.
    pub fn text(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut String) {
        self.field(ui, (owner, field), Control::Text, |form, ui, at| form.line(ui, at, value, ""));
    }

    /// The name of a secret; the secret itself is nowhere.
    pub fn secret(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut Secret) {
        self.field(ui, (owner, field), Control::Secret, |form, ui, at| {
            form.line(ui, at, &mut value.0, word("fields.secret_hint"));
        });
    }

    /// Several lines of text.
    pub fn text_area(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut String) {
        self.field(ui, (owner, field), Control::TextArea, |form, ui, at| form.lines(ui, at, value, 2, false));
    }

    /// Words, with commas between them.
    pub fn list(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut Vec<String>) {
        self.field(ui, (owner, field), Control::List, |form, ui, at| {
            let mut text = value.join(", ");
            if form.line(ui, at, &mut text, word("fields.list_hint")) {
                *value = text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
            }
        });
    }

    /// The name of an object: it is changed in every expression that says it, once the field is left.
    pub fn name(&mut self, ui: &mut Ui, owner: &'static str, item: &ItemRef, value: &str, uses: usize) {
        self.field(ui, (owner, "name"), Control::Name, |form, ui, at| {
            let known = value.to_owned();
            let mut text = held(ui, at.id).unwrap_or_else(|| known.clone());
            let frame = well(ui, at);
            let edit = TextEdit::singleline(&mut text).id(at.id).frame(frame).margin(egui::Margin::ZERO);
            let response = ui.add(edit.desired_width(f32::INFINITY));
            let response = form.named(ui, at, response);
            hold(ui, &response, &text);
            let theme = Theme::of(ui.ctx());
            if response.has_focus() && uses > 0 {
                let note = word("inventory.renames").replace("{n}", &uses.to_string());
                ui.label(theme::rich(note, theme::SMALL, Weight::Regular).color(theme.muted));
            }
            if response.lost_focus() && text != known && !text.trim().is_empty() {
                let name = word("inventory.rename_step").replace("{old}", &known).replace("{new}", text.trim());
                form.rename(name, Edit::Rename { item: item.clone(), name: text.trim().to_owned() });
            }
        });
    }

    /// Draws a line; true where its text changed.
    pub(super) fn line(&mut self, ui: &mut Ui, at: &At, value: &mut String, hint: &str) -> bool {
        let mut text = held(ui, at.id).unwrap_or_else(|| value.clone());
        let frame = well(ui, at);
        let edit = TextEdit::singleline(&mut text).id(at.id).frame(frame).margin(egui::Margin::ZERO);
        let edit = edit.hint_text(hint.to_owned()).desired_width(f32::INFINITY);
        let response = ui.add(edit);
        self.take(ui, at, &response, text, value)
    }

    /// Draws several lines; true where their text changed.
    pub(super) fn lines(&mut self, ui: &mut Ui, at: &At, value: &mut String, rows: usize, code: bool) -> bool {
        let mut text = held(ui, at.id).unwrap_or_else(|| value.clone());
        let frame = well(ui, at);
        let mut edit =
            TextEdit::multiline(&mut text).id(at.id).frame(frame).margin(egui::Margin::ZERO).desired_rows(rows);
        if code {
            edit = edit.font(egui::FontSelection::FontId(theme::mono(12.0)));
        }
        let response = ui.add(edit.desired_width(f32::INFINITY));
        self.take(ui, at, &response, text, value)
    }

    /// Takes over what was typed.
    pub(super) fn take(&mut self, ui: &Ui, at: &At, response: &Response, text: String, value: &mut String) -> bool {
        let response = self.named(ui, at, response.clone());
        hold(ui, &response, &text);
        let changed = response.changed() && text != *value;
        if changed {
            *value = text;
            self.typed(at);
        }
        if response.lost_focus() {
            self.ended();
        }
        changed
    }
}
