//! JSON, with the line and column of what is wrong with it.

use egui::Ui;

use crate::designer::widgets::{error_line, hint_line, link};
use crate::designer::words::{phrase, word};

use super::form::Form;
use super::registry::Control;

impl Form<'_> {
    /// JSON text.
    pub fn json(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut String) {
        self.field(ui, (owner, field), Control::Json, |form, ui, at| {
            form.lines(ui, at, value, 4, true);
            if value.trim().is_empty() {
                hint_line(ui, word("fields.json_hint"));
                return;
            }
            match serde_json::from_str::<serde_json::Value>(value) {
                Ok(read) => {
                    let tidy = serde_json::to_string_pretty(&read).unwrap_or_default();
                    if tidy != *value && link(ui, word("fields.json_tidy")).clicked() {
                        *value = tidy;
                        form.chosen(at);
                    }
                }
                Err(error) => {
                    let (line, column) = (error.line().to_string(), error.column().to_string());
                    let text = error.to_string();
                    let why = text.split(" at line").next().unwrap_or(&text);
                    error_line(ui, &phrase("fields.json_error", &[("line", &line), ("column", &column), ("why", why)]));
                }
            }
        });
    }
}
