//! What leaves the house, shown as it leaves: calls. Secrets stand as their names.

use egui::Ui;

use crate::designer::theme::{SMALL, Theme, mono};
use crate::run::{Request, wire};

/// A call to another system: method and address, headers, body.
pub fn call(ui: &mut Ui, call: &Request) {
    code(ui, &format!("{} {}", call.method, call.url));
    for (name, value) in &call.headers {
        code(ui, &format!("{name}: {value}"));
    }
    if let Some(body) = wire::shown(call) {
        code(ui, &body);
    }
}

fn code(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    ui.add(egui::Label::new(egui::RichText::new(text).font(mono(SMALL)).color(theme.text)).wrap());
}
