//! What leaves the house, shown as it leaves: calls. Secrets stand as their names.

use egui::Ui;

use crate::designer::theme::{SMALL, Theme, mono};
use crate::run::Request;

/// A call to another system: method and address, headers, body.
pub fn call(ui: &mut Ui, call: &Request) {
    code(ui, &format!("{} {}", call.method, call.url));
    for (name, value) in &call.headers {
        code(ui, &format!("{name}: {value}"));
    }
    if let Some(body) = &call.body {
        code(ui, &serde_json::to_string_pretty(body).unwrap_or_default());
    }
}

fn code(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    ui.add(egui::Label::new(egui::RichText::new(text).font(mono(SMALL)).color(theme.text)).wrap());
}
