//! Fields and headings: how a panel is set.

use egui::{Color32, Margin, Response, Sense, Stroke, TextEdit, Ui, Vec2, vec2};

use crate::designer::icons::{self, Icon};
use crate::designer::pen::Pen;
use crate::designer::theme::{BODY, SMALL, TITLE, Theme, Weight, font, rich};

/// The title of a panel.
pub fn heading(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.label(rich(text, TITLE, Weight::SemiBold).color(theme.text))
}

/// The heading of a group of rows.
pub fn section(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.add_space(4.0);
    ui.label(rich(text, SMALL, Weight::SemiBold).color(theme.muted))
}

/// A hairline across the panel.
pub fn separator(ui: &mut Ui) {
    let theme = Theme::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, theme.border));
}

/// A tinted tile with an icon, `size` points wide; decoration, its meaning stands beside it in words.
pub fn tile(ui: &mut Ui, icon: Icon, hue: Color32, size: f32) -> Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size), Sense::hover());
    let mut pen = Pen::new(ui.pixels_per_point());
    icons::tile(&mut pen, rect.center(), size, icon, hue, theme.tile(hue));
    ui.painter().extend(pen.take());
    response
}

/// The label above a field.
pub fn field_label(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.label(rich(text, SMALL, Weight::Regular).color(theme.muted))
}

/// What is wrong with the field above, said at the field.
pub fn error_line(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.label(rich(text, SMALL, Weight::Regular).color(theme.err))
}

/// What the field above means, or what happens if it stays empty.
pub fn hint_line(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.label(rich(text, SMALL, Weight::Regular).color(theme.faint))
}

/// A label, a control and, where something is wrong, the sentence that says what. The control is outlined
/// in red then. The control's response is named by the label.
pub fn field(ui: &mut Ui, label: &str, error: Option<&str>, control: impl FnOnce(&mut Ui) -> Response) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let name = field_label(ui, label);
        if error.is_some() {
            let widgets = &mut ui.visuals_mut().widgets;
            for visuals in
                [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active, &mut widgets.noninteractive]
            {
                visuals.bg_stroke.color = theme.err;
            }
        }
        let response = control(ui).labelled_by(name.id);
        if let Some(error) = error {
            error_line(ui, error);
        }
        response
    })
    .inner
}

/// A line of text as wide as the panel, `hint` in it while it is empty. Name it with
/// [`field`] or [`Response::labelled_by`].
pub fn text_field(ui: &mut Ui, text: &mut String, hint: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    TextEdit::singleline(text)
        .hint_text(egui::RichText::new(hint.to_owned()).color(theme.faint))
        .font(font(BODY, Weight::Regular))
        .margin(Margin::symmetric(10, 7))
        .desired_width(f32::INFINITY)
        .show(ui)
        .response
        .response
}
