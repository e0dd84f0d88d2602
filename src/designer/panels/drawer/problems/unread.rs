//! Above everything else: files, and entries of files, that could not be read. What they hold is missing in the
//! document, so nothing below can be trusted to be all of it.

use egui::accesskit::Role;
use egui::{Frame, Label, Layout, Margin, Stroke, Ui, WidgetInfo};

use super::{NARROW, below_the_name};
use crate::check::Severity;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, Theme, Weight, rich};
use crate::designer::widgets::{secondary, severity_dot};
use crate::designer::words::{phrase, word};
use crate::journey::files::Unread;

/// A row for each; whether there is any.
pub(super) fn ui(ui: &mut Ui, session: &Session, requests: &mut Requests) -> bool {
    let mut is_any = false;
    for (index, unread) in session.files().unread().enumerate() {
        is_any = true;
        ui.push_id(("unread", index), |ui| row(ui, &unread, requests));
    }
    is_any
}

fn row(ui: &mut Ui, unread: &Unread<'_>, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let shown = Frame::new().inner_margin(Margin { left: 10, right: 10, top: 7, bottom: 7 }).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let is_narrow = ui.available_width() < NARROW;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.vertical(|ui| {
                ui.add_space(6.0);
                severity_dot(ui, Severity::Error);
            });
            ui.allocate_ui_with_layout(egui::vec2(150.0, 26.0), Layout::top_down(egui::Align::Min), |ui| {
                ui.set_width(150.0);
                ui.add_space(5.0);
                head(ui, unread);
            });
            if !is_narrow {
                ui.with_layout(Layout::right_to_left(egui::Align::Min), |ui| {
                    offers(ui, unread, requests);
                    ui.with_layout(Layout::top_down(egui::Align::Min), |ui| {
                        ui.add_space(5.0);
                        sentence(ui, unread);
                    });
                });
            }
        });
        if is_narrow {
            below_the_name(ui, |ui| {
                sentence(ui, unread);
                ui.horizontal_wrapped(|ui| offers(ui, unread, requests));
            });
        }
    });
    let rect = shown.response.rect;
    shown.response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, names::unread(unread)));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.border));
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
