//! Text: one line, several lines, a name that other places repeat, the name of a secret, a list of words.

use egui::{Id, Response, TextEdit, Ui};

use crate::designer::theme::{self, Theme};
use crate::designer::widgets::{error_line, hint_line};
use crate::designer::words::{count, word};
use crate::edit::{Edit, EditError, can_rename, can_rename_output};
use crate::expression::{Root, title};
use crate::journey::{ItemRef, Secret, Word};

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

    /// One line of text, with an example while it is empty.
    pub fn text_like(
        &mut self,
        ui: &mut Ui,
        (owner, field): (&'static str, &'static str),
        value: &mut String,
        hint: &str,
    ) {
        self.field(ui, (owner, field), Control::Text, |form, ui, at| form.line(ui, at, value, hint));
    }

    /// The name of a secret; the secret itself is nowhere.
    pub fn secret(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut Secret) {
        self.field(ui, (owner, field), Control::Secret, |form, ui, at| {
            form.line(ui, at, &mut value.0, word("fields.secret_hint"));
            hint_line(ui, word("fields.secret_where"));
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

    /// The name of an object: it is changed in every expression that says it, once the field is left. A name that
    /// cannot be taken stays in the field with the reason below it, until it is mended or Escape brings the old one
    /// back.
    pub fn name(&mut self, ui: &mut Ui, owner: &'static str, item: &ItemRef, value: &str, uses: usize) {
        let workspace = self.workspace;
        let edit = |name: &str| Edit::Rename { item: item.clone(), name: name.to_owned() };
        self.renamed(ui, owner, value, uses, |name| can_rename(workspace, item, name), edit);
    }

    /// The same for what a content decision or a dataset lookup fetches.
    pub fn output_name(&mut self, ui: &mut Ui, owner: &'static str, value: &str) {
        let (Some(journey), Some(step)) = (self.subject.journey, self.subject.activity) else { return };
        let workspace = self.workspace;
        let mut uses = 0;
        journey.walk(&mut |_, word, text| {
            let says = matches!(word, Word::Expression | Word::Template)
                && [Root::Decision, Root::DatasetLookup]
                    .iter()
                    .any(|root| text.contains(&format!("{}{value}.", root.opening())));
            uses += usize::from(says);
        });
        let can = |name: &str| can_rename_output(workspace, &journey.id, &step.id, name);
        let edit = |name: &str| Edit::RenameOutput {
            journey: journey.id.clone(),
            activity: step.id.clone(),
            name: name.to_owned(),
        };
        self.renamed(ui, owner, value, uses, can, edit);
    }

    fn renamed(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        value: &str,
        uses: usize,
        can: impl Fn(&str) -> Result<(), EditError>,
        edit: impl Fn(&str) -> Edit,
    ) {
        self.field(ui, (owner, "name"), Control::Name, |form, ui, at| {
            let typed: Option<String> = ui.data(|data| data.get_temp(at.id));
            let mut text = typed.unwrap_or_else(|| value.to_owned());
            let frame = well(ui, at);
            let line = TextEdit::singleline(&mut text).id(at.id).frame(frame).margin(egui::Margin::ZERO);
            let response = ui.add(line.desired_width(f32::INFINITY));
            let response = form.named(ui, at, response);
            let has_left = !response.has_focus();
            let name = text.trim();
            let refused = if name.is_empty() {
                Some(word("inventory.name_missing").to_owned())
            } else {
                can(name).err().map(|refusal| title::capitalized(&refusal.to_string()))
            };
            let is_dropped = has_left && ui.input(|input| input.key_pressed(egui::Key::Escape));
            if is_dropped || (has_left && (name == value || refused.is_none())) {
                ui.data_mut(|data| data.remove::<String>(at.id));
            } else if text != value {
                ui.data_mut(|data| data.insert_temp(at.id, text.clone()));
            }
            if name == value || is_dropped {
                return;
            }
            if let Some(why) = refused {
                error_line(ui, &why);
            } else if has_left {
                let step = word("inventory.rename_step").replace("{old}", value).replace("{new}", name);
                form.rename(step, edit(name));
            } else if uses > 0 {
                form.say_beside(at.id, &response, count("inventory.renames", uses), Theme::of(ui.ctx()).muted);
            }
        });
    }

    /// Draws a line; true where its text changed.
    pub(super) fn line(&mut self, ui: &mut Ui, at: &At, value: &mut String, hint: &str) -> bool {
        let (response, text) = self.typing(ui, at, value, hint);
        self.taken(at, &response, text, value)
    }

    /// Draws a line that shows this text; yields what stands in it now. What becomes of it is the caller's business.
    pub(super) fn typing(&mut self, ui: &mut Ui, at: &At, shown: &str, hint: &str) -> (Response, String) {
        let mut text = held(ui, at.id).unwrap_or_else(|| shown.to_owned());
        let frame = well(ui, at);
        let edit = TextEdit::singleline(&mut text).id(at.id).frame(frame).margin(egui::Margin::ZERO);
        let response = ui.add(edit.hint_text(hint.to_owned()).desired_width(f32::INFINITY));
        let response = self.named(ui, at, response);
        hold(ui, &response, &text);
        (response, text)
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
        self.taken(at, &response, text, value)
    }

    fn taken(&mut self, at: &At, response: &Response, text: String, value: &mut String) -> bool {
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
