//! The button of a remedy: while the pointer or the keyboard rests on it, the canvas shows what it would change, and a
//! line says in words what it would write.

use egui::{Response, Ui};

use super::requests::Requests;
use super::session::Session;
use super::theme::{self, Theme, Weight};
use super::widgets::{link, primary, secondary};
use super::words::word;
use crate::check::{Confidence, Remedy};

/// A button. Only what means what the author meant may be the one thing to do here; what should be seen first is not.
pub fn remedy_button(
    ui: &mut Ui,
    remedy: &Remedy,
    is_first: bool,
    session: &Session,
    requests: &mut Requests,
) -> Response {
    let is_safe = remedy.confidence == Confidence::Safe;
    let button = if is_first && is_safe { primary(ui, &remedy.title) } else { secondary(ui, &remedy.title) };
    told(button, remedy, session, requests)
}

/// The same as a link, at the field that is wrong.
pub fn remedy_link(ui: &mut Ui, remedy: &Remedy, session: &Session, requests: &mut Requests) -> Response {
    told(link(ui, &remedy.title), remedy, session, requests)
}

fn told(button: Response, remedy: &Remedy, session: &Session, requests: &mut Requests) -> Response {
    requests.preview_at(&button, &remedy.title, &remedy.edits);
    let Some(preview) = session.preview_of(&remedy.title, &remedy.edits) else { return button };
    if preview.changes.is_empty() {
        return button;
    }
    let text = preview.changes.join("\n");
    button.on_hover_ui(|ui| {
        let theme = Theme::of(ui.ctx());
        let quiet = |text: &str| theme::rich(text, theme::SMALL, Weight::Regular).color(theme.muted);
        ui.label(quiet(word("problems.would_change")));
        ui.label(theme::rich(&text, theme::BODY, Weight::Regular).color(theme.text));
        if remedy.confidence == Confidence::Suggested {
            ui.label(quiet(word("problems.your_choice")));
        }
    })
}
