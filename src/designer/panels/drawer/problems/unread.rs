//! Above everything else: files, and entries of files, that could not be read. What they hold is missing in the
//! document, so nothing below can be trusted to be all of it.

use egui::accesskit::Role;
use egui::{Frame, Label, Ui, WidgetInfo};

use super::cells::{button_wide, margin, rule, set};
use crate::check::Severity;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, Theme, Weight, rich};
use crate::designer::widgets::{secondary, severity_dot};
use crate::designer::words::{phrase, word};
use crate::journey::files::Unread;

/// A row for each; whether there is any.
pub(super) fn ui(ui: &mut Ui, names: f32, session: &Session, requests: &mut Requests) -> bool {
    let mut is_any = false;
    for (index, unread) in session.files().unread().enumerate() {
        is_any = true;
        ui.push_id(("unread", index), |ui| row(ui, names, &unread, requests));
    }
    is_any
}

fn row(ui: &mut Ui, names: f32, unread: &Unread<'_>, requests: &mut Requests) {
    let shown = Frame::new().inner_margin(margin(10)).show(ui, |ui| {
        let sign = |ui: &mut Ui| drop(severity_dot(ui, Severity::Error));
        let offered = |ui: &mut Ui| offers(ui, unread, requests);
        let width = button_wide(ui, word("unread.again")) + button_wide(ui, word("unread.show"));
        set(ui, names, sign, |ui| head(ui, unread), |ui| sentence(ui, unread), (width, offered))
    });
    shown.response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, names::unread(unread)));
    rule(ui, shown.response.rect);
}

/// The file, and where in it.
fn head(ui: &mut Ui, unread: &Unread<'_>) {
    let theme = Theme::of(ui.ctx());
    let file = unread.file.display().to_string();
    let name = Label::new(rich(&file, BODY, Weight::SemiBold).color(theme.text)).truncate().selectable(false);
    ui.add(name.show_tooltip_when_elided(false)).on_hover_text(&file);
    let (line, column) = (unread.line.to_string(), unread.column.to_string());
    let place = phrase("unread.place", &[("line", &line), ("column", &column)]);
    ui.add(Label::new(rich(place, theme::SMALL, Weight::Regular).color(theme.faint)).selectable(false));
}

/// What is wrong there, what it costs, and what to do.
fn sentence(ui: &mut Ui, unread: &Unread<'_>) {
    let theme = Theme::of(ui.ctx());
    let cost = match (unread.is_journey(), unread.is_whole) {
        (true, _) => "unread.journey",
        (_, true) => "unread.whole",
        _ => "unread.entry",
    };
    let text = phrase("unread.said", &[("why", unread.error), ("cost", word(cost))]);
    ui.add(Label::new(rich(text, BODY, Weight::Regular).color(theme.text)).wrap());
}

fn offers(ui: &mut Ui, unread: &Unread<'_>, requests: &mut Requests) {
    if secondary(ui, word("unread.again")).on_hover_text(word("unread.again_what")).clicked() {
        requests.push(Request::ReadAgain);
    }
    if secondary(ui, word("unread.show")).clicked() {
        requests.push(Request::ShowFile(unread.file.to_owned()));
    }
}
