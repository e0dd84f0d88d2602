//! The run as a line of steps in virtual time, and the buttons that move along it.

use egui::accesskit::Role;
use egui::{Align2, Pos2, Rect, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::outcome;
use crate::designer::icons::{self, Icon};
use crate::designer::names;
use crate::designer::pen::Pen;
use crate::designer::rehearsal::Rehearse;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{SMALL, Theme, Weight, blend, font, rich};
use crate::designer::widgets::{hint_line, primary_if, secondary, secondary_if};
use crate::designer::words::{phrase, word};
use crate::journey::Family;
use crate::simulate::{Run, Step};

const EACH: f32 = 118.0;

/// Draws the line and its buttons.
pub fn ui(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let rehearsal = session.rehearsal();
    if let Some(run) = rehearsal.run() {
        if run.steps.is_empty() {
            hint_line(ui, &outcome::of_run(run, session).0);
        } else {
            ScrollArea::horizontal().id_salt("timeline").auto_shrink([false, true]).show(ui, |ui| {
                line(ui, run, session, requests);
            });
        }
        buttons(ui, run, session, requests);
    }
}

fn line(ui: &mut Ui, run: &Run, session: &Session, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let look = session.rehearsal().step();
    let width = EACH * run.steps.len() as f32;
    let (rect, _) = ui.allocate_exact_size(vec2(width.max(ui.available_width()), 92.0), Sense::hover());
    let center = |index: usize| pos2(rect.left() + EACH * (index as f32 + 0.5), rect.top() + 28.0);
    let last = run.steps.len().saturating_sub(1);
    ui.painter().line_segment([center(0), center(last)], Stroke::new(3.0, theme.border));
    ui.painter().line_segment([center(0), center(look)], Stroke::new(3.0, theme.accent));
    let now = center(look);
    for (index, step) in run.steps.iter().enumerate() {
        let response = mark(ui, step, run, center(index), (index <= look, index == look), session);
        if index == look {
            response.scroll_to_me(None);
        }
        if response.clicked() {
            requests.push(Request::Rehearse(Rehearse::Look(index)));
        }
    }
    ui.painter().vline(now.x, rect.top()..=rect.top() + 8.0, Stroke::new(2.0, theme.accent));
}

fn mark(
    ui: &mut Ui,
    step: &Step,
    run: &Run,
    center: Pos2,
    (is_past, is_now): (bool, bool),
    session: &Session,
) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let room = Rect::from_min_max(center - vec2(EACH * 0.5 - 2.0, 24.0), center + vec2(EACH * 0.5 - 2.0, 58.0));
    let name = session.activity_name(&run.journey, &step.activity).unwrap_or_else(|| step.activity.to_string());
    let time = names::moment(step.at, &session.zone());
    let id = ui.scope_id().with(("step", step.activity.as_str(), center.x as i32));
    let response = ui.interact(room, id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_now, format!("{name}, {time}")));
    if is_now || response.hovered() {
        ui.painter().rect_filled(room, 8.0, if is_now { theme.accent_soft } else { theme.hover });
        let stroke = Stroke::new(3.0, if is_past { theme.accent } else { theme.border });
        ui.painter().line_segment([pos2(room.left(), center.y), center], stroke);
    }
    let journey = session.workspace().journeys.get(&run.journey);
    let activity = journey.and_then(|journey| journey.activity(&step.activity));
    let (icon, family) = activity.map_or((Icon::End, Family::Flow), |activity| {
        let waits = activity.kind.timeout().is_some();
        (Icon::of(&activity.kind), if waits { Family::Flow } else { activity.kind.family() })
    });
    let hue = if outcome::failed(step) { theme.err } else { theme.family(family) };
    let hue = if is_past { hue } else { blend(theme.panel, hue, 0.5) };
    let mut pen = Pen::new(ui.pixels_per_point());
    icons::tile(&mut pen, center, 28.0, icon, hue, blend(theme.panel, hue, 0.14));
    ui.painter().extend(pen.take());
    let (color, weight) = if is_past { (theme.text, Weight::SemiBold) } else { (theme.muted, Weight::Medium) };
    let painter = ui.painter().with_clip_rect(room.shrink2(Vec2::new(3.0, 0.0)));
    let mut job = egui::text::LayoutJob::simple_singleline(name, font(SMALL + 0.5, weight), color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.width() - 8.0);
    let galley = painter.layout_job(job);
    let left = (center.x - galley.size().x * 0.5).max(room.left() + 4.0);
    painter.galley(pos2(left, center.y + 20.0), galley, color);
    let at = center + vec2(0.0, 46.0);
    painter.text(at, Align2::CENTER_CENTER, time, font(SMALL, Weight::Regular), theme.muted);
    response.on_hover_text(outcome::status(step.status))
}

fn buttons(ui: &mut Ui, run: &Run, session: &Session, requests: &mut Requests) {
    let rehearsal = session.rehearsal();
    let (step, last) = (rehearsal.step(), run.steps.len().saturating_sub(1));
    let mut wish = None;
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if secondary_if(ui, step > 0, word("test_run.back")).clicked() {
            wish = Some(Rehearse::Back);
        }
        if primary_if(ui, step < last, word("test_run.forward")).clicked() {
            wish = Some(Rehearse::Forward);
        }
        let play = if rehearsal.is_playing() { word("test_run.pause") } else { word("test_run.play") };
        if secondary(ui, play).clicked() {
            wish = Some(Rehearse::Play(!rehearsal.is_playing()));
        }
    });
    ui.add_space(4.0);
    if let Some(step) = run.steps.get(step) {
        let zone = session.zone();
        let place = zone.iana_name().unwrap_or("UTC").rsplit('/').next().unwrap_or_default().replace('_', " ");
        let time = names::long_moment(step.at, &zone);
        let text = phrase("test_run.now", &[("time", &time), ("place", &place)]);
        let theme = Theme::of(ui.ctx());
        ui.label(rich(text, SMALL + 0.5, Weight::Regular).color(theme.muted));
    }
    if let Some(wish) = wish {
        requests.push(Request::Rehearse(wish));
    }
}
