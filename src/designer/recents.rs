//! The list of workspaces that were open before.

use egui::accesskit::Role;
use egui::{Align2, Sense, Stroke, Ui, WidgetInfo, vec2};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::names;
use super::requests::{Request, Requests};
use super::settings::Recent;
use super::theme::{BODY, SMALL, Theme, Weight, font};
use super::words::{count, word};

/// Draws the list.
pub fn list(ui: &mut Ui, recents: &[Recent], now: Timestamp, zone: &TimeZone, requests: &mut Requests) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for recent in recents.iter().take(6) {
        if row(ui, recent, now, zone) {
            requests.push(Request::Open(recent.path.clone()));
        }
    }
}

fn row(ui: &mut Ui, recent: &Recent, now: Timestamp, zone: &TimeZone) -> bool {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 52.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &recent.name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, theme.hover);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, theme.border));
    let is_there = recent.path.exists();
    let (title, rest) = (rect.left_top() + vec2(2.0, 10.0), rect.left_top() + vec2(2.0, 28.0));
    let color = if is_there { theme.text } else { theme.faint };
    ui.painter().text(title, Align2::LEFT_TOP, &recent.name, font(BODY, Weight::SemiBold), color);
    let mut facts = count("count.journeys", recent.journeys);
    if !is_there {
        facts = word("welcome.gone").to_owned();
    } else if recent.errors > 0 {
        facts = format!("{facts} · {}", count("count.errors", recent.errors));
    }
    ui.painter().text(rest, Align2::LEFT_TOP, facts, font(12.0, Weight::Regular), theme.muted);
    let when = names::ago(recent.at, now, zone);
    let right = rect.right_center() - vec2(2.0, 0.0);
    ui.painter().text(right, Align2::RIGHT_CENTER, when, font(SMALL, Weight::Regular), theme.faint);
    response.on_hover_text(recent.path.display().to_string()).clicked()
}
