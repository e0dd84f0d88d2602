//! What is said of a field only while somebody is in it: it lies below the field, over what follows, so that nothing
//! moves when the keyboard comes and goes.

use egui::{Align2, Area, Color32, Frame, Id, Margin, Order, Response, Ui, vec2};

use crate::designer::theme::{self, Theme, Weight};

/// Says a few words right below the place where the next thing would be drawn.
pub(super) fn aside(ui: &Ui, id: Id, field: &Response, text: &str, color: Color32) {
    if !ui.is_rect_visible(field.rect) {
        return;
    }
    let theme = Theme::of(ui.ctx());
    let below = egui::pos2(field.rect.left(), ui.next_widget_position().y.max(field.rect.bottom() + 4.0));
    Area::new(id.with("aside"))
        .order(Order::Tooltip)
        .interactable(false)
        .pivot(Align2::LEFT_TOP)
        .fixed_pos(below)
        .constrain_to(ui.ctx().content_rect())
        .show(ui.ctx(), |ui| {
            let frame = Frame::new().fill(theme.panel).stroke(egui::Stroke::new(1.0, theme.border)).corner_radius(6.0);
            frame.inner_margin(Margin::symmetric(8, 4)).show(ui, |ui| {
                ui.set_max_width(WIDTH);
                ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
                ui.label(theme::rich(text, theme::SMALL, Weight::Regular).color(color));
            });
        });
}

/// Longer sentences go on in the next line.
const WIDTH: f32 = 260.0;
