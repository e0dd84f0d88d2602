//! Text with `{{ expression }}` in it, and what it becomes for a test profile.

use egui::Ui;

use crate::journey::Template;

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
}
