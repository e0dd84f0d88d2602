//! How a row of the list is set: a sign, where it is, what is said, what can be done. What has no room beside the name
//! stands below it.

use egui::{Align, Color32, Frame, Layout, Margin, Rect, Stroke, Ui, vec2};

use crate::designer::theme::{CONTROL, CONTROL_HEIGHT, Theme, Weight, font};

/// Below this width the sentence and what can be done stand under the name, not beside it.
const NARROW: f32 = 520.0;
/// Where less than this would be left for the sentence, what can be done stands below it.
const LEAST_SENTENCE: f32 = 280.0;
/// Least width of the column of names.
const NAMES: f32 = 150.0;
/// Share of the list that the column of names takes at most.
const SHARE: f32 = 0.3;

/// The air around a row that begins so far in.
pub(in super::super) fn margin(left: i8) -> Margin {
    Margin { left, right: 10, top: 7, bottom: 7 }
}

/// The line below a row.
pub(in super::super) fn rule(ui: &Ui, rect: Rect) {
    let theme = Theme::of(ui.ctx());
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.border));
}

/// The width of the column of names in which the widest of them has room, as far as the list is wide enough.
pub(super) fn names_width(ui: &Ui, widest: f32) -> f32 {
    (widest + 2.0).clamp(NAMES, (ui.available_width() * SHARE).max(NAMES))
}

/// How wide the text of a name is.
pub(super) fn name_wide(ui: &Ui, text: &str, size: f32, weight: Weight) -> f32 {
    ui.painter().layout_no_wrap(text.to_owned(), font(size, weight), Color32::WHITE).size().x
}

/// How wide a button is beside another one.
pub(in super::super) fn button_wide(ui: &Ui, title: &str) -> f32 {
    name_wide(ui, title, CONTROL, Weight::Medium) + 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x
}

/// How wide a link is beside a button.
pub(in super::super) fn link_wide(ui: &Ui, title: &str) -> f32 {
    name_wide(ui, title, CONTROL, Weight::Medium) + ui.spacing().item_spacing.x
}

/// Draws the cells; what came of what can be done. `names` is the width of the column of names, `width` how wide
/// that is which can be done, in one line and with the room behind each.
pub(in super::super) fn set<R>(
    ui: &mut Ui,
    names: f32,
    sign: impl FnOnce(&mut Ui),
    name: impl FnOnce(&mut Ui),
    says: impl Fn(&mut Ui),
    (width, offers): (f32, impl FnOnce(&mut Ui) -> R),
) -> Option<R> {
    ui.set_width(ui.available_width());
    let is_narrow = ui.available_width() < NARROW;
    let (mut offers, mut done) = (Some(offers), None);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.vertical(|ui| {
            ui.add_space(6.0);
            sign(ui);
        });
        ui.allocate_ui_with_layout(vec2(names, 26.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(names);
            ui.add_space(5.0);
            name(ui);
        });
        let Some(offers) = offers.take_if(|_| !is_narrow) else { return };
        if ui.available_width() - width < LEAST_SENTENCE {
            // Long buttons would leave the sentence a column of single words.
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 6.0;
                ui.add_space(5.0);
                says(ui);
                done = Some(ui.horizontal_wrapped(offers).inner);
            });
            return;
        }
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            // Everywhere the best comes first, from left to right.
            let room = vec2((width - ui.spacing().item_spacing.x).max(0.0).ceil(), CONTROL_HEIGHT);
            done = Some(ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), offers).inner);
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.add_space(5.0);
                says(ui);
            });
        });
    });
    if let Some(offers) = offers {
        // As far in as the name.
        Frame::new().inner_margin(Margin { left: 20, ..Margin::ZERO }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            ui.vertical(|ui| says(ui));
            done = Some(ui.horizontal_wrapped(offers).inner);
        });
    }
    done
}
