//! Dialogs: each asks one thing and says what was decided.

pub mod about;
pub mod browser;
pub mod export;
pub mod fragment;
pub mod guardrails;
pub mod keys;
pub mod living;
pub mod new;
pub mod push;
pub mod question;
pub mod reading;
pub mod waiting;

use egui::{Align2, Context, Frame, Id, Key, Margin, Modal, Stroke, Ui, vec2};

use super::theme::{self, TITLE, Theme, Weight};

/// Draws a dialog with this title and width; true where it was left by Escape or a click beside it.
pub fn dialog(context: &Context, name: &str, title: &str, width: f32, content: impl FnOnce(&mut Ui)) -> bool {
    let shown = modal(context, name, title, width, content);
    shown.should_close() || context.input(|input| input.key_pressed(Key::Escape))
}

fn modal(
    context: &Context,
    name: &str,
    title: &str,
    width: f32,
    content: impl FnOnce(&mut Ui),
) -> egui::ModalResponse<()> {
    let theme = Theme::of(context);
    let frame = Frame::new()
        .fill(theme.panel)
        .stroke(Stroke::new(1.0, theme.border))
        .corner_radius(theme::CARD_RADIUS + 2)
        .inner_margin(Margin::same(20))
        .shadow(egui::epaint::Shadow { offset: [0, 12], blur: 40, spread: 0, color: theme.shadow });
    let width = width.min(context.content_rect().width() - 80.0);
    // Held at its upper edge: what grows while somebody answers grows downwards, and nothing moves under the pointer.
    let id = Id::unique(("dialog", name));
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, top(context)));
    let modal = Modal::new(id).area(area).frame(frame).backdrop_color(egui::Color32::from_black_alpha(70));
    modal.show(context, |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 10.0;
        ui.label(theme::rich(title, TITLE + 1.0, Weight::SemiBold).color(theme.text));
        content(ui);
    })
}

/// Where the upper edge of a dialog lies.
fn top(context: &Context) -> f32 {
    (context.content_rect().height() * 0.12).round()
}

/// The height that a dialog has for what can be scrolled, between its title and its buttons.
pub fn room(context: &Context) -> f32 {
    /// The title, the buttons, the margins around them, and some air below the dialog.
    const REST: f32 = 150.0;
    (context.content_rect().height() - top(context) - REST).max(120.0)
}

/// The row of buttons at the foot of a dialog, from the right.
pub fn buttons<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(4.0);
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.allocate_ui_with_layout(egui::vec2(ui.available_width(), theme::CONTROL_HEIGHT), layout, content).inner
}

/// A paragraph of a dialog.
pub fn paragraph(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    ui.add(egui::Label::new(theme::rich(text, theme::BODY, Weight::Regular).color(theme.muted)).wrap());
}
