//! One line of the palette: clicked, it goes where it belongs; dragged, it hangs at the pointer.

use std::hash::Hash;

use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Sense, Ui, Vec2, WidgetInfo, vec2};

use crate::designer::icons::{self, Icon};
use crate::designer::pen::Pen;
use crate::designer::theme::{self, BODY, Theme, Weight, font, one_line};

/// How a line looks, and whether it can be used.
pub struct Look<'a> {
    pub name: &'a str,
    pub icon: Icon,
    pub hue: Color32,
    /// Why it cannot be added now.
    pub why_not: Option<&'a str>,
    /// What can be done with it.
    pub how: &'a str,
}

/// Draws the line; true where it was clicked. `dragged` is what the canvas gets that it is dropped on.
pub fn row<T: Send + Sync + 'static>(
    ui: &mut Ui,
    look: &Look<'_>,
    id: impl Hash + std::fmt::Debug,
    dragged: T,
) -> bool {
    let theme = Theme::of(ui.ctx());
    let is_free = look.why_not.is_none();
    let sense = if is_free { Sense::click_and_drag() } else { Sense::hover() };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(id), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_free, look.name));
    if is_free && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.hover);
    }
    let fade = if is_free { 1.0 } else { 0.45 };
    let hue = theme::blend(theme.panel, look.hue, fade);
    let mut pen = Pen::new(ui.pixels_per_point());
    let center = rect.left_center() + vec2(14.0, 0.0);
    let ground = theme::blend(theme.panel, theme.tile(hue), fade);
    icons::tile(&mut pen, center, 20.0, look.icon, hue, ground);
    ui.painter().extend(pen.take());
    let color = theme::blend(theme.panel, theme.text, fade);
    let at = rect.left_center() + vec2(34.0, 0.0);
    let name = one_line(look.name, font(BODY, Weight::Regular), color, rect.right() - 4.0 - at.x);
    let name = ui.painter().layout_job(name);
    ui.painter().galley(at - vec2(0.0, name.size().y * 0.5), name, color);
    if let Some(why) = look.why_not {
        response.on_hover_text(why);
        return false;
    }
    response.dnd_set_drag_payload(dragged);
    if response.dragged()
        && let Some(pointer) = ui.ctx().pointer_interact_pos()
    {
        ghost(ui, look, pointer);
    }
    let response = response.on_hover_text(look.how).on_hover_cursor(egui::CursorIcon::Grab);
    // Who double-clicks out of habit gets one step, not two.
    response.clicked() && !response.double_clicked()
}

/// The card that hangs at the pointer while a line is dragged.
fn ghost(ui: &Ui, look: &Look<'_>, pointer: egui::Pos2) {
    let theme = Theme::of(ui.ctx());
    let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("dragged step"));
    let painter = ui.ctx().layer_painter(layer);
    let rect = Rect::from_min_size(pointer - vec2(20.0, 16.0), vec2(160.0, 36.0));
    let line = egui::Stroke::new(1.5, theme.accent);
    painter.rect(rect, theme::CARD_RADIUS, theme.card, line, egui::StrokeKind::Inside);
    let icon = Rect::from_center_size(rect.left_center() + vec2(20.0, 0.0), Vec2::splat(16.0));
    look.icon.paint(&painter, icon, look.hue);
    let at = rect.left_center() + vec2(38.0, 0.0);
    let clipped = painter.with_clip_rect(rect.shrink(6.0));
    clipped.text(at, Align2::LEFT_CENTER, look.name, font(theme::CONTROL, Weight::SemiBold), theme.text);
}
