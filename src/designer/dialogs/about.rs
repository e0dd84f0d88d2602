//! What this program is.

use egui::Context;

use super::{buttons, dialog, paragraph};
use crate::designer::widgets::primary;
use crate::designer::words::{phrase, word};

/// Draws the dialog; true once it is closed.
pub fn ui(context: &Context) -> bool {
    let mut closed = false;
    let left = dialog(context, "about", word("about.title"), 420.0, |ui| {
        paragraph(ui, word("app.claim"));
        paragraph(ui, &phrase("about.version", &[("version", env!("CARGO_PKG_VERSION"))]));
        paragraph(ui, word("about.licence"));
        closed = buttons(ui, |ui| primary(ui, word("common.close")).clicked());
    });
    closed || left
}
