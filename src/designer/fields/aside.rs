//! What is said of a field only while somebody is in it: it lies below the field, over what follows, so that nothing
//! moves when the keyboard comes and goes.

use egui::{Align2, Area, Color32, Frame, Id, Margin, Order, Rect, Response, Ui, vec2};

use crate::designer::theme::{self, Theme, Weight};

use super::form::Form;

/// A few words that are said of a field.
pub(super) struct Aside {
    /// Of the field.
    pub id: Id,
    /// Where the field is.
    pub rect: Rect,
    /// What is said.
    pub text: String,
    /// In which colour.
    pub color: Color32,
}

/// Says them right below the place where the next thing would be drawn: below what is wrong with the field, too.
pub(super) fn aside(ui: &Ui, Aside { id, rect, text, color }: Aside) {
    if !ui.is_rect_visible(rect) {
        return;
    }
    let theme = Theme::of(ui.ctx());
    let below = egui::pos2(rect.left(), ui.next_widget_position().y.max(rect.bottom() + 4.0));
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

impl Form<'_> {
    /// Says something of the field that is being drawn, once all of it stands there.
    pub(super) fn say_beside(&mut self, id: Id, field: &Response, text: impl Into<String>, color: Color32) {
        self.beside = Some(Aside { id, rect: field.rect, text: text.into(), color });
    }
}

/// Longer sentences go on in the next line.
const WIDTH: f32 = 260.0;
