//! Chips and badges: a few words or a number on a soft ground.

use egui::accesskit::Role;
use egui::{Color32, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};

use crate::check::Severity;
use crate::designer::theme::{SMALL, Theme, Weight, font};

/// What a chip means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Neutral,
    /// Selected, or about the test run.
    Accent,
    /// Good.
    Good,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

impl Tone {
    /// Text and ground.
    pub fn colors(self, theme: &Theme) -> (Color32, Color32) {
        match self {
            Self::Neutral => (theme.muted, theme.hover),
            Self::Accent => (theme.accent, theme.accent_soft),
            Self::Good => (theme.ok, theme.ok_soft),
            Self::Warning => (theme.warn, theme.warn_soft),
            Self::Error => (theme.err, theme.err_soft),
        }
    }
}

/// A few words on a soft ground with round ends. It senses clicks, so that it can lead somewhere.
pub fn chip(ui: &mut Ui, tone: Tone, text: &str) -> Response {
    pill(ui, tone, text, vec2(10.0, 4.0), Weight::Medium)
}

/// A number beside a heading.
pub fn count(ui: &mut Ui, tone: Tone, number: usize) -> Response {
    tally(ui, tone, &number.to_string())
}

/// So many of so many beside a heading: "11/12".
pub fn tally(ui: &mut Ui, tone: Tone, text: &str) -> Response {
    pill(ui, tone, text, vec2(7.0, 2.0), Weight::SemiBold)
}

fn pill(ui: &mut Ui, tone: Tone, text: &str, padding: Vec2, weight: Weight) -> Response {
    let theme = Theme::of(ui.ctx());
    let (color, ground) = tone.colors(theme);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font(SMALL, weight), color);
    let size = galley.size() + padding * 2.0;
    let (rect, response) = ui.allocate_exact_size(vec2(size.x.max(size.y), size.y), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), text));
    ui.painter().rect_filled(rect, rect.height() * 0.5, ground);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, rect.height() * 0.5, Stroke::new(1.5, theme.accent), StrokeKind::Inside);
    }
    ui.painter().galley(rect.center() - galley.size() * 0.5, galley, color);
    response
}

/// A key of a shortcut, as in menus: "Ctrl N".
pub fn kbd(ui: &mut Ui, keys: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.label(egui::RichText::new(keys).font(font(SMALL, Weight::Regular)).color(theme.faint))
}

/// The sign of a finding in lists: its form says the same as its colour (circle, square, triangle).
pub fn severity_dot(ui: &mut Ui, severity: Severity) -> Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(12.0), Sense::hover());
    let color = theme.severity(severity);
    let name = crate::designer::words::word(match severity {
        Severity::Error => "problems.error",
        Severity::Warning => "problems.warning",
        Severity::Info => "problems.info",
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    match severity {
        Severity::Error => drop(ui.painter().circle_filled(rect.center(), 4.5, color)),
        Severity::Warning => drop(ui.painter().rect_filled(rect.shrink(2.0), 2.0, color)),
        Severity::Info => drop(ui.painter().circle_stroke(rect.center(), 4.0, Stroke::new(1.5, color))),
    }
    response.on_hover_text(name)
}

/// The sign of something that is not filled in yet: a ring, quiet.
pub fn to_do_dot(ui: &mut Ui) -> Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(12.0), Sense::hover());
    let name = crate::designer::words::word("problems.to_do");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    ui.painter().circle_stroke(rect.center(), 4.0, Stroke::new(1.5, theme.muted));
    response.on_hover_text(name)
}
