//! The welcome screen: begin, open, go on with something, start from a journey that works.

use egui::accesskit::Role;
use egui::{
    Align2, CornerRadius, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::actions::{Action, row};
use super::recents;
use super::requests::{Request, Requests};
use super::settings::Settings;
use super::theme::{self, BODY, SMALL, Theme, Weight, font};
use super::words::word;
use super::{samples, thumbnail};

const LEFT: f32 = 300.0;
const GAP: f32 = 40.0;
const CARD: egui::Vec2 = vec2(266.0, 188.0);
const BETWEEN: f32 = 16.0;

/// See the module.
#[derive(Default)]
pub struct Welcome {}

impl Welcome {
    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, settings: &Settings, now: Timestamp, requests: &mut Requests) {
        let theme = Theme::of(ui.ctx());
        let all = ui.available_rect_before_wrap();
        ui.painter().rect_filled(all, 0.0, theme.canvas);
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            let room = (all.width() - 2.0 * 32.0).max(CARD.x);
            let beside = room >= LEFT + GAP + CARD.x;
            let for_cards = if beside { room - LEFT - GAP } else { room };
            let columns = (((for_cards + BETWEEN) / (CARD.x + BETWEEN)).floor() as usize).clamp(1, 3);
            let cards = columns as f32 * (CARD.x + BETWEEN) - BETWEEN;
            let width = if beside { LEFT + GAP + cards } else { cards.max(LEFT) };
            let left = all.left() + ((all.width() - width) * 0.5).max(32.0).floor();
            let top = ui.cursor().top() + (all.height() * 0.07).clamp(28.0, 72.0).floor();
            let bottom = heading(ui, pos2(left, top));
            let at = pos2(left, bottom + 24.0);
            let column = |x: f32, y: f32, width: f32| Rect::from_min_size(pos2(x, y), vec2(width, 4_000.0));
            let begin = ui.scope_builder(UiBuilder::new().max_rect(column(at.x, at.y, LEFT)), |ui| {
                begin(ui, settings, now, requests);
            });
            let corner =
                if beside { at + vec2(LEFT + GAP, 0.0) } else { pos2(left, begin.response.rect.bottom() + 24.0) };
            ui.scope_builder(UiBuilder::new().max_rect(column(corner.x, corner.y, cards)), |ui| {
                gallery(ui, columns, requests);
                ui.add_space(32.0);
            });
        });
    }
}

/// Product and claim; where they end.
fn heading(ui: &mut Ui, at: egui::Pos2) -> f32 {
    let theme = Theme::of(ui.ctx());
    let area = Rect::from_min_size(at, vec2(900.0, 80.0));
    ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(theme::rich(word("app.name"), 26.0, Weight::SemiBold).color(theme.text));
        ui.label(theme::rich(word("app.claim"), 15.0, Weight::Regular).color(theme.muted));
    })
    .response
    .rect
    .bottom()
}

fn begin(ui: &mut Ui, settings: &Settings, now: Timestamp, requests: &mut Requests) {
    ui.spacing_mut().item_spacing.y = 8.0;
    for (action, is_first) in [(Action::NewJourney, true), (Action::Open, false)] {
        if large_button(ui, action, is_first).clicked() {
            requests.push(Request::Run(action));
        }
    }
    if !settings.recents.is_empty() {
        ui.add_space(16.0);
        section(ui, word("welcome.recent"));
        recents::list(ui, &settings.recents, now, &TimeZone::system(), requests);
    }
    ui.add_space(16.0);
    section(ui, word("welcome.first_time"));
    let theme = Theme::of(ui.ctx());
    ui.add(egui::Label::new(theme::rich(word("welcome.first_steps"), BODY, Weight::Regular).color(theme.muted)).wrap());
}

fn section(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    ui.label(theme::rich(text, 12.0, Weight::SemiBold).color(theme.muted));
}

/// A button as wide as the column, its shortcut at its right end.
fn large_button(ui: &mut Ui, action: Action, is_first: bool) -> Response {
    let theme = Theme::of(ui.ctx());
    let Some(row) = row(action) else { return ui.label("") };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 38.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, row.name()));
    let is_lit = response.hovered() || response.has_focus();
    let (fill, line, text, faint) = if is_first {
        let fill = if is_lit { theme::blend(theme.accent, theme.text, 0.12) } else { theme.accent };
        (fill, fill, theme.on_accent, theme::blend(theme.accent, theme.on_accent, 0.75))
    } else {
        (if is_lit { theme.hover } else { theme.panel }, theme.border, theme.text, theme.faint)
    };
    let radius = CornerRadius::same(theme::CONTROL_RADIUS);
    ui.painter().rect(rect, radius, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    if response.has_focus() {
        ui.painter().rect_stroke(rect.expand(2.0), radius, Stroke::new(1.5, theme.accent), StrokeKind::Outside);
    }
    let (left, right) = (rect.left_center() + vec2(14.0, 0.0), rect.right_center() - vec2(14.0, 0.0));
    ui.painter().text(left, Align2::LEFT_CENTER, row.name(), font(BODY, Weight::Medium), text);
    ui.painter().text(right, Align2::RIGHT_CENTER, row.keys(ui.ctx()), font(SMALL, Weight::Regular), faint);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

fn gallery(ui: &mut Ui, columns: usize, requests: &mut Requests) {
    section(ui, word("welcome.gallery"));
    ui.add_space(4.0);
    let ids = samples::gallery();
    ui.spacing_mut().item_spacing = vec2(BETWEEN, BETWEEN);
    for (row, ids) in ids.chunks(columns).enumerate() {
        ui.horizontal_top(|ui| {
            for (column, id) in ids.iter().enumerate() {
                if let Some(journey) = samples::workspace().journeys.get(id)
                    && card(ui, journey, row + column == 0).clicked()
                {
                    requests.push(Request::OpenSample(id.clone()));
                }
            }
        });
    }
}

fn card(ui: &mut Ui, journey: &crate::journey::Journey, is_first: bool) -> Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(CARD, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &journey.name));
    let is_lit = is_first || response.hovered() || response.has_focus();
    let line = if is_lit { theme.accent } else { theme.border };
    let radius = CornerRadius::same(theme::CARD_RADIUS);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand(3.0), radius, theme.accent_soft);
    }
    ui.painter().rect(rect, radius, theme.panel, Stroke::new(1.0, line), StrokeKind::Inside);
    let picture = Rect::from_min_size(rect.min + vec2(15.0, 13.0), vec2(rect.width() - 30.0, 94.0));
    ui.painter().rect_filled(picture, 8.0, theme.well);
    thumbnail::paint(&ui.painter().with_clip_rect(picture), theme, picture.shrink2(vec2(10.0, 8.0)), journey);
    let at = pos2(picture.left(), picture.bottom() + 10.0);
    ui.painter().text(at, Align2::LEFT_TOP, &journey.name, font(BODY, Weight::SemiBold), theme.text);
    let mut job = egui::text::LayoutJob::simple(
        journey.description.clone(),
        font(12.0, Weight::Regular),
        theme.muted,
        picture.width(),
    );
    job.wrap.max_rows = 2;
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(at + vec2(0.0, 21.0), galley, theme.muted);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(&journey.description)
}
