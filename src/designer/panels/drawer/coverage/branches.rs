//! The branches, those first that nobody can take: each with its sign, its name and why, and leads to its step.

use egui::accesskit::Role;
use egui::{Label, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::super::test_run::decided::way;
use crate::designer::covering::Found;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::section;
use crate::designer::words::word;
use crate::journey::Place;
use crate::simulate::cover::{Covered, NoteKind};

/// Draws them, and below what conditions do that nobody may have meant.
pub fn ui(ui: &mut Ui, found: &Found, session: &Session, requests: &mut Requests) {
    let Some(journey) = session.journey() else { return };
    ui.spacing_mut().item_spacing.y = 2.0;
    let coverage = &found.coverage;
    for status in [Covered::Impossible, Covered::Open, Covered::Covered] {
        let of: Vec<_> = coverage.branches.iter().filter(|branch| branch.status == status).collect();
        if !of.is_empty() {
            section(ui, title(status));
        }
        for branch in of {
            let name = way(journey, &branch.activity, &branch.port, session);
            let because = match (&branch.scenario, branch.because.is_empty()) {
                (Some(scenario), true) => scenario.clone(),
                (Some(scenario), false) => {
                    format!("{scenario}: {}", names::moments_in(&branch.because, &session.zone()))
                }
                (None, _) => names::sentence(&branch.because),
            };
            let color = Theme::of(ui.ctx()).covered(status).0;
            if row(ui, (status, color), (&name, &because), title(status)) {
                requests.push(Request::GoTo(Place::activity(&journey.id, &branch.activity)));
            }
        }
    }
    for (kind, key) in [(NoteKind::Gap, "coverage.gaps"), (NoteKind::Overlap, "coverage.overlaps")] {
        let of: Vec<_> = coverage.notes.iter().filter(|note| note.kind == kind).collect();
        if !of.is_empty() {
            section(ui, word(key));
        }
        for note in of {
            let name = session.activity_name(&journey.id, &note.activity).unwrap_or_default();
            let theme = Theme::of(ui.ctx());
            if row(ui, (Covered::Open, theme.warn), (&name, &names::sentence(&note.because)), word(key)) {
                requests.push(Request::GoTo(Place::activity(&journey.id, &note.activity)));
            }
        }
    }
}

fn title(status: Covered) -> &'static str {
    match status {
        Covered::Covered => word("coverage.status_covered"),
        Covered::Impossible => word("coverage.status_impossible"),
        Covered::Open => word("coverage.status_open"),
    }
}

/// The sign of a row: a tick, a cross, a ring.
fn sign(ui: &Ui, rect: Rect, status: Covered, color: egui::Color32) {
    let stroke = Stroke::new(2.0, color);
    let at = |x: f32, y: f32| rect.min + vec2(x, y) * rect.size();
    let line = |from: egui::Pos2, to: egui::Pos2| {
        ui.painter().line_segment([from, to], stroke);
    };
    match status {
        Covered::Covered => {
            line(at(0.05, 0.55), at(0.4, 0.88));
            line(at(0.4, 0.88), at(0.95, 0.15));
        }
        Covered::Impossible => {
            line(at(0.12, 0.12), at(0.88, 0.88));
            line(at(0.12, 0.88), at(0.88, 0.12));
        }
        Covered::Open => {
            ui.painter().circle_stroke(rect.center(), rect.width() * 0.38, stroke);
        }
    }
}

/// A sign, a name and a sentence; true where it was clicked.
fn row(ui: &mut Ui, (status, color): (Covered, egui::Color32), (name, because): (&str, &str), says: &str) -> bool {
    let theme = Theme::of(ui.ctx());
    let top = ui.cursor().min;
    let width = ui.available_width();
    let inner = Rect::from_min_size(top + vec2(26.0, 4.0), vec2(width - 32.0, 0.0));
    let shown = ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        let name = rich(name, BODY, Weight::Medium).color(theme.text);
        ui.add(Label::new(name).truncate().selectable(false));
        if !because.is_empty() {
            ui.add(Label::new(rich(because, SMALL, Weight::Regular).color(theme.muted)).wrap().selectable(false));
        }
    });
    let rect = Rect::from_min_max(top, pos2(top.x + width, shown.response.rect.bottom() + 4.0));
    let response = ui.interact(rect, ui.scope_id().with(("branch", name, says)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}: {says}. {because}")));
    if response.hovered() || response.has_focus() {
        let stroke = Stroke::new(1.0, theme.border_strong);
        ui.painter().rect_stroke(rect, theme::CONTROL_RADIUS, stroke, StrokeKind::Inside);
    }
    sign(ui, Rect::from_min_size(top + vec2(7.0, 7.0), vec2(11.0, 11.0)), status, color);
    ui.advance_cursor_after_rect(rect);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}
