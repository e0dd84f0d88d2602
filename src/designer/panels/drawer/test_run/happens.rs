//! What happens, in the order of virtual time: added, changed and taken out here.

use egui::accesskit::Role;
use egui::{Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::ask::Ask;
use super::{people, saved, tell};
use crate::designer::fields::{Mark, mark_button};
use crate::designer::names;
use crate::designer::rehearsal::{Change, Rehearse};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, font, one_line};
use crate::designer::widgets::{hint_line, secondary, tile};
use crate::designer::words::{phrase, word};
use crate::journey::{Happening, Scenario};

/// Draws the list.
pub fn ui(ui: &mut Ui, session: &Session, asks: &mut Vec<Ask>, requests: &mut Requests) {
    let Some(scenario) = session.rehearsal().scenario() else { return };
    ui.spacing_mut().item_spacing.y = 2.0;
    if scenario.happenings.is_empty() {
        hint_line(ui, word("happens.none"));
    }
    for (index, happening) in scenario.happenings.iter().enumerate() {
        ui.push_id(index, |ui| row(ui, (index, happening), scenario, session, asks, requests));
    }
    ui.add_space(4.0);
    if secondary(ui, word("happens.add_short")).clicked() {
        asks.push(Ask::AddHappening);
    }
    saved::standing(ui, session);
}

fn row(
    ui: &mut Ui,
    (index, happening): (usize, &Happening),
    scenario: &Scenario,
    session: &Session,
    asks: &mut Vec<Ask>,
    requests: &mut Requests,
) {
    let theme = Theme::of(ui.ctx());
    let what = tell::what(&happening.what, session);
    let at = names::day_moment(tell::moment(scenario, happening.after), &session.zone());
    let whom = match &happening.profile {
        Some(profile) => people::name(session, profile),
        None => word("happens.everybody").to_owned(),
    };
    let when = phrase("happens.row", &[("time", &at), ("whom", &whom)]);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("{what}, {when}")));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.hover);
    }
    let place = egui::Rect::from_center_size(rect.left_center() + vec2(18.0, 0.0), vec2(26.0, 26.0));
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        tile(ui, tell::icon(&happening.what, session), theme.entry, 26.0);
    });
    let text = rect.left_top() + vec2(40.0, 4.0);
    let painter = ui.painter().with_clip_rect(rect.with_max_x(rect.right() - 30.0));
    let line = |text: &str, font, color| painter.layout_job(one_line(text, font, color, rect.width() - 76.0));
    painter.galley(text, line(&what, font(BODY, Weight::Medium), theme.text), theme.text);
    painter.galley(text + vec2(0.0, 17.0), line(&when, font(SMALL, Weight::Regular), theme.muted), theme.muted);
    let cross = egui::Rect::from_center_size(rect.right_center() - vec2(15.0, 0.0), vec2(22.0, 22.0));
    let removed = ui
        .scope_builder(UiBuilder::new().max_rect(cross), |ui| {
            mark_button(ui, Mark::Cross, &phrase("happens.remove", &[("what", &what)]), true).clicked()
        })
        .inner;
    if removed {
        requests.push(Request::Rehearse(Rehearse::Change(Box::new(Change::RemoveHappening(index)))));
    } else if response.on_hover_text(word("happens.edit")).clicked() {
        asks.push(Ask::EditHappening(index));
    }
}
