//! Small painted marks and the quiet buttons that carry them, and the box that every control stands in.

use egui::{
    Align2, Color32, CornerRadius, Frame, Id, Margin, Pos2, Rect, Response, Role, Sense, Shadow, Stroke, StrokeKind, Ui,
};
use egui::{WidgetInfo, pos2, vec2};

use crate::check::Severity;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::words::word;

use super::form::At;

/// A mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A list opens.
    Down,
    /// One place up.
    Raise,
    /// One place down.
    Lower,
    /// Takes something out.
    Cross,
    /// Adds something.
    Plus,
    /// The month before.
    Left,
    /// The month after; something is folded.
    Right,
    /// One for the other.
    Swap,
    /// Leads to where something is changed.
    Pencil,
}

/// Paints the mark in the middle of `rect`.
pub fn paint(ui: &Ui, mark: Mark, rect: Rect, color: Color32) {
    let at = |x: f32, y: f32| rect.center() + vec2(x, y);
    let stroke = Stroke::new(1.5, color);
    let lines: &[[Pos2; 2]] = &match mark {
        Mark::Down => [[at(-3.5, -1.5), at(0.0, 2.0)], [at(0.0, 2.0), at(3.5, -1.5)]],
        Mark::Raise => [[at(-3.5, 1.5), at(0.0, -2.0)], [at(0.0, -2.0), at(3.5, 1.5)]],
        Mark::Lower => [[at(-3.5, -2.0), at(0.0, 1.5)], [at(0.0, 1.5), at(3.5, -2.0)]],
        Mark::Cross => [[at(-3.5, -3.5), at(3.5, 3.5)], [at(3.5, -3.5), at(-3.5, 3.5)]],
        Mark::Plus => [[at(-4.0, 0.0), at(4.0, 0.0)], [at(0.0, -4.0), at(0.0, 4.0)]],
        Mark::Left => [[at(1.5, -3.5), at(-2.0, 0.0)], [at(-2.0, 0.0), at(1.5, 3.5)]],
        Mark::Right => [[at(-1.5, -3.5), at(2.0, 0.0)], [at(2.0, 0.0), at(-1.5, 3.5)]],
        Mark::Pencil => [[at(-4.0, 4.0), at(-3.0, 0.5)], [at(-3.0, 0.5), at(1.5, -4.0)]],
        Mark::Swap => [[at(-4.5, -2.0), at(4.5, -2.0)], [at(4.5, 2.0), at(-4.5, 2.0)]],
    };
    if mark == Mark::Pencil {
        ui.painter().line_segment([at(1.5, -4.0), at(4.0, -1.5)], stroke);
        ui.painter().line_segment([at(4.0, -1.5), at(-0.5, 3.0)], stroke);
        ui.painter().line_segment([at(-0.5, 3.0), at(-4.0, 4.0)], stroke);
    }
    if mark == Mark::Swap {
        ui.painter().line_segment([at(4.5, -2.0), at(2.0, -4.5)], stroke);
        ui.painter().line_segment([at(-4.5, 2.0), at(-2.0, 4.5)], stroke);
    }
    for line in lines {
        ui.painter().line_segment(*line, stroke);
    }
}

/// A square button that shows only a mark; `name` is what it is called.
pub fn mark_button(ui: &mut Ui, mark: Mark, name: &str, enabled: bool) -> Response {
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(22.0, 22.0), sense);
    let theme = Theme::of(ui.ctx());
    if enabled && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, 5.0, theme.hover);
    }
    let color = if enabled { theme.muted } else { theme.border_strong };
    paint(ui, mark, rect, color);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response.on_hover_text(name)
}

/// The colour of a control's outline: red where something is wrong, the accent while it has the keyboard.
pub fn outline(ui: &Ui, id: Id, severity: Option<Severity>) -> Stroke {
    let theme = Theme::of(ui.ctx());
    match severity {
        Some(Severity::Error) => Stroke::new(1.0, theme.err),
        _ if ui.memory(|memory| memory.has_focus(id)) => Stroke::new(1.5, theme.accent),
        Some(Severity::Warning) => Stroke::new(1.0, theme.warn),
        _ => Stroke::new(1.0, theme.border),
    }
}

/// The box around what is typed.
pub fn well(ui: &Ui, at: &At) -> Frame {
    let theme = Theme::of(ui.ctx());
    let outline = outline(ui, at.id, at.severity);
    // A frame is as much larger as its stroke is wide. What makes the stroke stronger is drawn around the frame
    // instead: nothing moves when the keyboard comes.
    let spread = u8::from(outline.width > 1.0);
    let ring = Shadow { offset: [0, 0], blur: 0, spread, color: outline.color.gamma_multiply(0.5) };
    Frame::new()
        .fill(theme.well)
        .stroke(Stroke::new(1.0, outline.color))
        .shadow(if spread > 0 { ring } else { Shadow::NONE })
        .corner_radius(CornerRadius::same(theme::CONTROL_RADIUS))
        .inner_margin(Margin::symmetric(10, 6))
}

/// A box with a text and a mark, which opens a list when it is clicked.
pub fn dropdown(ui: &mut Ui, at: &At, text: &str, placeholder: bool, width: f32) -> Response {
    let theme = Theme::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(width, theme::CONTROL_HEIGHT), Sense::hover());
    let response = ui.interact(rect, at.id, Sense::click());
    let fill = if response.hovered() { theme.hover } else { theme.well };
    ui.painter().rect(rect, theme::CONTROL_RADIUS, fill, outline(ui, at.id, at.severity), StrokeKind::Inside);
    let color = if placeholder { theme.faint } else { theme.text };
    let room = rect.shrink2(vec2(10.0, 0.0)).with_max_x(rect.right() - 24.0);
    let text_layout =
        ui.painter().layout_job(theme::one_line(text, theme::font(theme::BODY, Weight::Regular), color, room.width()));
    let place = Align2::LEFT_CENTER.align_size_within_rect(text_layout.size(), room);
    ui.painter().galley(pos2(room.left(), place.top()), text_layout, color);
    paint(
        ui,
        Mark::Down,
        Rect::from_center_size(pos2(rect.right() - 14.0, rect.center().y), vec2(10.0, 10.0)),
        theme.muted,
    );
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), &at.label);
        info.current_text_value = Some(text.to_owned());
        info
    });
    response
}

/// A box for what may be left out and is: it says so, and a click fills it in. `name` is what the click does.
pub fn unset(ui: &mut Ui, at: &At, text: &str, name: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::CONTROL_HEIGHT), Sense::hover());
    let response = ui.interact(rect, at.id, Sense::click());
    let fill = if response.hovered() { theme.hover } else { theme.well };
    ui.painter().rect(rect, theme::CONTROL_RADIUS, fill, outline(ui, at.id, at.severity), StrokeKind::Inside);
    let mark = Rect::from_center_size(pos2(rect.left() + 16.0, rect.center().y), vec2(10.0, 10.0));
    paint(ui, Mark::Plus, mark, theme.accent);
    let font = theme::font(theme::CONTROL, Weight::Medium);
    let set = ui.painter().layout_no_wrap(word("fields.set_short").to_owned(), font, theme.accent);
    let right = rect.left() + 28.0 + set.size().x;
    ui.painter().galley(pos2(rect.left() + 28.0, rect.center().y - set.size().y / 2.0), set, theme.accent);
    let font = theme::font(theme::BODY, Weight::Regular);
    let now = ui.painter().layout_job(theme::one_line(text, font, theme.faint, rect.right() - right - 20.0));
    let place = pos2(rect.right() - 10.0 - now.size().x, rect.center().y - now.size().y / 2.0);
    ui.painter().galley(place, now, theme.faint);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
