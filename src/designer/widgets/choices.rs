//! A few that need a sentence each: a name, and what it means. And what all menus have in common.

use egui::accesskit::Role;
use egui::epaint::RectShape;
use egui::{
    Frame, Label, Margin, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use crate::designer::theme::{self, BODY, CONTROL, SMALL, Theme, Weight, rich};

/// Gives the entries of a menu room, and the chosen one a soft ground.
pub fn roomy(ui: &mut Ui) {
    let theme = Theme::of(ui.ctx());
    ui.spacing_mut().button_padding = vec2(10.0, 6.0);
    ui.spacing_mut().item_spacing.y = 1.0;
    ui.visuals_mut().selection.bg_fill = theme.accent_soft;
    ui.visuals_mut().selection.stroke = Stroke::new(1.0, theme.accent);
}

/// One of several on cards of their own that may be ticked together.
pub fn tick_card(ui: &mut Ui, is_ticked: bool, name: &str, what: &str) -> Response {
    choice(ui, (is_ticked, true), (Role::CheckBox, name), |ui| {
        headline(ui, name, is_ticked);
        says(ui, what, BODY);
    })
}

/// A choice in a menu.
pub fn choice_entry(ui: &mut Ui, is_chosen: bool, name: &str, what: &str) -> Response {
    choice(ui, (is_chosen, false), (Role::RadioButton, name), |ui| {
        let theme = Theme::of(ui.ctx());
        let color = if is_chosen { theme.accent } else { theme.text };
        let galley = ui.painter().layout_no_wrap(name.to_owned(), theme::font(CONTROL, Weight::SemiBold), color);
        let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
        ui.painter().galley(rect.min, galley, color);
        says(ui, what, SMALL);
    })
}

fn choice(
    ui: &mut Ui,
    (is_chosen, is_card): (bool, bool),
    (role, name): (Role, &str),
    content: impl FnOnce(&mut Ui),
) -> Response {
    let theme = Theme::of(ui.ctx());
    let ground = ui.painter().add(Shape::Noop);
    let margin = if is_card { Margin::symmetric(14, 12) } else { Margin::symmetric(10, 8) };
    let builder = UiBuilder::new().id_salt(name).sense(Sense::click());
    let shown = ui.scope_builder(builder, |ui| {
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = if is_card { 4.0 } else { 2.0 };
            content(ui);
        });
    });
    let response = shown.response;
    response.widget_info(|| WidgetInfo::selected(role, true, is_chosen, name));
    let is_lit = response.has_focus() || response.hovered();
    let line = match (is_chosen || is_lit, is_card) {
        (true, true) => theme.accent,
        (false, true) => theme.border,
        (_, false) if response.has_focus() => theme.accent,
        _ => egui::Color32::TRANSPARENT,
    };
    let fill = match (is_chosen, is_lit && !is_card) {
        (true, _) => theme.accent_soft,
        (false, true) => theme.hover,
        (false, false) => theme.panel,
    };
    let stroke = Stroke::new(if response.has_focus() { 2.0 } else { 1.0 }, line);
    let radius = if is_card { theme::CARD_RADIUS } else { theme::CONTROL_RADIUS };
    ui.painter().set(ground, RectShape::new(response.rect, radius, fill, stroke, StrokeKind::Inside));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// The first line of a card: whether it is ticked, and its name.
fn headline(ui: &mut Ui, name: &str, is_ticked: bool) {
    let theme = Theme::of(ui.ctx());
    let galley = ui.painter().layout_no_wrap(name.to_owned(), theme::font(BODY, Weight::SemiBold), theme.text);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y.max(20.0)), Sense::hover());
    let mark = pos2(rect.left() + 8.0, rect.center().y);
    let square = Rect::from_center_size(mark, Vec2::splat(15.0));
    if is_ticked {
        ui.painter().rect_filled(square, 4.0, theme.accent);
        let check = [vec2(-3.5, 0.0), vec2(-1.0, 2.5), vec2(3.5, -2.5)].map(|off| square.center() + off);
        ui.painter().line(check.to_vec(), Stroke::new(1.75, theme.on_accent));
    } else {
        ui.painter().rect_stroke(square, 4.0, Stroke::new(1.25, theme.muted), StrokeKind::Inside);
    }
    ui.painter().galley(pos2(rect.left() + 24.0, rect.center().y - galley.size().y * 0.5), galley, theme.text);
}

fn says(ui: &mut Ui, what: &str, size: f32) {
    let theme = Theme::of(ui.ctx());
    let text = rich(what, size, Weight::Regular).color(theme.muted);
    // A menu gives its entries all of its width; the words of a sentence keep together all the same.
    ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| ui.add(Label::new(text).wrap().selectable(false)));
}
