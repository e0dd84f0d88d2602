//! The newest steps of everybody, as they are done; each leads to whose it is.

use egui::accesskit::Role;
use egui::{Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::outcome;
use super::figures::title;
use crate::designer::live::Watch;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, font, one_line};
use crate::designer::widgets::hint_line;
use crate::designer::words::word;
use crate::journey::JourneyId;
use crate::wire::TracedStep;

/// Draws them.
pub fn ui(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    ui.spacing_mut().item_spacing.y = 2.0;
    title(ui, word("live.news"));
    let news = &session.live().seen().news;
    if news.is_empty() {
        hint_line(ui, word("live.no_news"));
    }
    for step in news {
        if line(ui, step, session) {
            requests.push(Request::Watch(Watch::At(Some(step.key.clone()))));
        }
    }
}

fn line(ui: &mut Ui, traced: &TracedStep, session: &Session) -> bool {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::click());
    let journey = JourneyId(traced.journey.clone());
    let step = &traced.step;
    let name = session.activity_name(&journey, &step.activity).unwrap_or_else(|| step.activity.to_string());
    let time = step.at.to_zoned(session.zone()).strftime("%H:%M:%S").to_string();
    let status = outcome::status(step.status);
    let said = format!("{time}, {}: {name}, {status}", traced.profile);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said.clone()));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.hover);
    }
    let painter = ui.painter().with_clip_rect(rect);
    let at = rect.left_top() + vec2(8.0, 4.0);
    painter.text(at, egui::Align2::LEFT_TOP, &time, font(SMALL, Weight::Regular), theme.muted);
    let left = at.x + 62.0;
    let room = rect.right() - left - 8.0;
    let color = if outcome::failed(step) { theme.err } else { theme.text };
    let upper = painter.layout_job(one_line(&name, font(BODY, Weight::Medium), color, room));
    painter.galley(pos2(left, at.y - 1.0), upper, color);
    let lower = painter.layout_job(one_line(&traced.profile, font(SMALL, Weight::Regular), theme.muted, room));
    painter.galley(pos2(left, at.y + 16.0), lower, theme.muted);
    response.on_hover_text(said).clicked()
}
