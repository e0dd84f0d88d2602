//! Buttons: primary, secondary, link, icon only, and one of several.

use egui::accesskit::Role;
use egui::{Button, Color32, CornerRadius, Response, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2};

use crate::designer::icons::Icon;
use crate::designer::theme::{CONTROL, CONTROL_HEIGHT, CONTROL_RADIUS, Theme, Weight, blend, font, rich};

/// The one thing to do here: filled with the accent.
pub fn primary(ui: &mut Ui, text: &str) -> Response {
    primary_if(ui, true, text)
}

/// A primary button that may be greyed out.
pub fn primary_if(ui: &mut Ui, enabled: bool, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (visuals, share) in
            [(&mut widgets.inactive, 0.0), (&mut widgets.hovered, 0.08), (&mut widgets.active, 0.16)]
        {
            let fill = blend(theme.accent, if theme.is_dark { Color32::WHITE } else { Color32::BLACK }, share);
            (visuals.weak_bg_fill, visuals.bg_fill) = (fill, fill);
            visuals.bg_stroke = Stroke::new(1.0, fill);
            visuals.fg_stroke.color = theme.on_accent;
        }
        ui.add_enabled(enabled, plain(text))
    })
    .inner
}

/// What else can be done: a hairline around it.
pub fn secondary(ui: &mut Ui, text: &str) -> Response {
    secondary_if(ui, true, text)
}

/// A secondary button that may be greyed out.
pub fn secondary_if(ui: &mut Ui, enabled: bool, text: &str) -> Response {
    ui.add_enabled(enabled, plain(text))
}

fn plain(text: &str) -> Button<'_> {
    Button::new(rich(text, CONTROL, Weight::Medium))
        .min_size(vec2(0.0, CONTROL_HEIGHT))
        .corner_radius(CornerRadius::same(CONTROL_RADIUS))
}

/// Text that does something: accent, no frame, underlined under the pointer.
pub fn link(ui: &mut Ui, text: &str) -> Response {
    linked(ui, text, Theme::of(ui.ctx()).accent)
}

/// The same where it is seldom wanted and stands in every row.
pub fn quiet_link(ui: &mut Ui, text: &str) -> Response {
    linked(ui, text, Theme::of(ui.ctx()).muted)
}

fn linked(ui: &mut Ui, text: &str, color: Color32) -> Response {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font(CONTROL, Weight::Medium), color);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, ui.is_enabled(), text));
    ui.painter().galley(rect.min, galley, color);
    if response.hovered() || response.has_focus() {
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, color));
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A button that shows only an icon; `name` is its tooltip and its name for screen readers.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    tool(ui, icon, name, true, false)
}

/// An icon button that may be greyed out or stay pressed.
pub fn tool(ui: &mut Ui, icon: Icon, name: &str, enabled: bool, pressed: bool) -> Response {
    let theme = Theme::of(ui.ctx());
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(CONTROL_HEIGHT), sense);
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled && ui.is_enabled(), pressed, name));
    let ground = match (pressed, enabled && (response.hovered() || response.has_focus())) {
        (true, _) => Some(theme.accent_soft),
        (false, true) => Some(theme.hover),
        (false, false) => None,
    };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, CornerRadius::same(CONTROL_RADIUS), ground);
    }
    if response.has_focus() {
        let stroke = Stroke::new(1.5, theme.accent);
        ui.painter().rect_stroke(rect, CornerRadius::same(CONTROL_RADIUS), stroke, egui::StrokeKind::Inside);
    }
    let color = match (enabled, pressed) {
        (false, _) => blend(theme.panel, theme.muted, 0.45),
        (true, true) => theme.accent,
        (true, false) => theme.muted,
    };
    icon.paint(ui.painter(), rect.shrink(7.0), color);
    response.on_hover_text(name)
}

/// A box to tick, with an outline that is seen while it is empty.
pub fn tick(ui: &mut Ui, value: &mut bool, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for visuals in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
            visuals.bg_stroke = Stroke::new(1.25, theme.muted);
            visuals.corner_radius = CornerRadius::same(4);
            if *value {
                (visuals.bg_fill, visuals.bg_stroke.color) = (theme.accent, theme.accent);
                visuals.fg_stroke = Stroke::new(1.75, theme.on_accent);
            }
        }
        let label = rich(text, CONTROL, Weight::Regular).color(theme.text);
        ui.checkbox(value, label)
    })
    .inner
}

/// One of a few: all stand side by side, the chosen one lit. Returns the response of the row, changed when
/// another was chosen. `name` says to screen readers what is chosen here.
pub fn segmented<T: PartialEq + Copy>(ui: &mut Ui, name: &str, chosen: &mut T, choices: &[(T, &str)]) -> Response {
    let theme = Theme::of(ui.ctx());
    let width = ui.available_width().max(1.0);
    let (rect, mut response) = ui.allocate_exact_size(vec2(width, CONTROL_HEIGHT), Sense::hover());
    let radius = CornerRadius::same(CONTROL_RADIUS);
    ui.painter().rect(rect, radius, theme.well, Stroke::new(1.0, theme.border), egui::StrokeKind::Inside);
    let each = rect.width() / choices.len().max(1) as f32;
    for (index, (value, text)) in choices.iter().enumerate() {
        let left = rect.left() + each * index as f32;
        let part = egui::Rect::from_min_size(egui::pos2(left, rect.top()), vec2(each, rect.height()));
        let hit = ui.interact(part, response.id.with(index), Sense::click());
        let lit = value == chosen;
        hit.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), lit, format!("{name}: {text}")));
        if lit || hit.hovered() {
            let ground = if lit { theme.accent_soft } else { theme.hover };
            ui.painter().rect_filled(part.shrink(2.0), CornerRadius::same(CONTROL_RADIUS - 2), ground);
        }
        if hit.has_focus() {
            let stroke = Stroke::new(1.5, theme.accent);
            ui.painter().rect_stroke(part.shrink(1.0), radius, stroke, egui::StrokeKind::Inside);
        }
        let (color, weight) = if lit { (theme.accent, Weight::SemiBold) } else { (theme.muted, Weight::Medium) };
        let galley = ui.painter().layout_no_wrap((*text).to_owned(), font(CONTROL, weight), color);
        ui.painter().with_clip_rect(part).galley(part.center() - galley.size() * 0.5, galley, color);
        if hit.clicked() && !lit {
            *chosen = *value;
            response.mark_changed();
            // What was lit when this frame was drawn is the one before.
            ui.ctx().request_repaint();
        }
    }
    response
}
