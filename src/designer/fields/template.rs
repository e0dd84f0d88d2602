//! Text with `{{ expression }}` in it, and what it becomes for a test profile.

use egui::Ui;

use crate::journey::{Message, Template};

use super::form::Form;
use super::registry::Control;

impl Form<'_> {
    /// A template of so many lines.
    pub fn template(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Template,
        rows: usize,
    ) {
        self.field(ui, (owner, field), Control::Template, |form, ui, at| form.lines(ui, at, &mut value.0, rows, false));
    }

    /// HTML, and what of it is text.
    pub fn html(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut Template) {
        self.field(ui, (owner, field), Control::Template, |form, ui, at| form.lines(ui, at, &mut value.0, 6, true));
    }

    /// The message as a test profile gets it.
    pub fn message_preview(&mut self, _ui: &mut Ui, _message: &Message) {}
}
