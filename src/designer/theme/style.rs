//! Our tokens as egui's own style, so that stock widgets look like the drawn ones.

use egui::epaint::Shadow;
use egui::style::{HandleShape, ScrollStyle, Selection, Spacing, WidgetVisuals, Widgets};
use egui::{Color32, Context, CornerRadius, FontId, Margin, Stroke, Style, TextStyle, Visuals, vec2};

use super::fonts::{Weight, definitions, font, mono};
use super::{BODY, CARD_RADIUS, CONTROL, CONTROL_HEIGHT, CONTROL_RADIUS, SMALL, TITLE, Theme};

/// Installs typefaces and both themes. Called once; which theme shows is egui's own choice
/// ([`Context::set_theme`]).
pub fn apply(context: &Context) {
    context.set_fonts(definitions());
    context.set_style_of(egui::Theme::Light, style(&Theme::LIGHT));
    context.set_style_of(egui::Theme::Dark, style(&Theme::DARK));
}

fn style(theme: &Theme) -> Style {
    let base = if theme.is_dark { Visuals::dark() } else { Visuals::light() };
    let mut style = Style { visuals: visuals(theme, base), spacing: spacing(), ..Style::default() };
    style.text_styles = text_styles().into();
    style.drag_value_text_style = TextStyle::Body;
    // Short enough to explain what moved, too short to wait for.
    style.animation_time = 0.12;
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = false;
    // The edge of a panel is a hairline; the hand that takes it need not be as exact.
    style.interaction.resize_grab_radius_side = 6.0;
    style
}

fn text_styles() -> [(TextStyle, FontId); 5] {
    [
        (TextStyle::Heading, font(TITLE, Weight::SemiBold)),
        (TextStyle::Body, font(BODY, Weight::Regular)),
        (TextStyle::Button, font(CONTROL, Weight::Medium)),
        (TextStyle::Small, font(SMALL, Weight::Regular)),
        (TextStyle::Monospace, mono(12.0)),
    ]
}

fn spacing() -> Spacing {
    Spacing {
        item_spacing: vec2(8.0, 8.0),
        window_margin: Margin::same(16),
        button_padding: vec2(12.0, 6.0),
        menu_margin: Margin::same(6),
        indent: 16.0,
        interact_size: vec2(CONTROL_HEIGHT, CONTROL_HEIGHT),
        combo_width: 96.0,
        text_edit_width: 220.0,
        icon_width: 16.0,
        icon_width_inner: 10.0,
        icon_spacing: 8.0,
        tooltip_width: 320.0,
        menu_width: 220.0,
        menu_spacing: 4.0,
        combo_height: 320.0,
        scroll: ScrollStyle { bar_width: 8.0, ..ScrollStyle::floating() },
        ..Spacing::default()
    }
}

fn visuals(theme: &Theme, base: Visuals) -> Visuals {
    Visuals {
        dark_mode: theme.is_dark,
        override_text_color: None,
        weak_text_color: Some(theme.muted),
        widgets: widgets(theme),
        selection: Selection { bg_fill: selection_fill(theme), stroke: Stroke::new(1.5, theme.accent) },
        hyperlink_color: theme.accent,
        faint_bg_color: theme.well,
        extreme_bg_color: theme.well,
        text_edit_bg_color: Some(theme.well),
        code_bg_color: theme.well,
        warn_fg_color: theme.warn,
        error_fg_color: theme.err,
        window_corner_radius: CornerRadius::same(12),
        window_shadow: shadow(theme, 32, 12),
        window_fill: theme.panel,
        window_stroke: Stroke::new(1.0, theme.border),
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(CARD_RADIUS),
        panel_fill: theme.panel,
        popup_shadow: shadow(theme, 20, 6),
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        handle_shape: HandleShape::Circle,
        disabled_alpha: 0.5,
        ..base
    }
}

// Selected text must stay readable on it, so it is soft in both themes.
fn selection_fill(theme: &Theme) -> Color32 {
    super::blend(theme.panel, theme.accent, if theme.is_dark { 0.38 } else { 0.20 })
}

fn shadow(theme: &Theme, blur: u8, down: i8) -> Shadow {
    Shadow { offset: [0, down], blur, spread: 0, color: theme.shadow }
}

fn widgets(theme: &Theme) -> Widgets {
    let one = |fill: Color32, border: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, border),
        corner_radius: CornerRadius::same(CONTROL_RADIUS),
        fg_stroke: Stroke::new(1.25, text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: one(theme.panel, theme.border, theme.text),
        inactive: one(theme.card, theme.border, theme.text),
        hovered: one(theme.hover, theme.border_strong, theme.text),
        active: one(theme.accent_soft, theme.accent, theme.text),
        open: one(theme.hover, theme.border_strong, theme.text),
    }
}
