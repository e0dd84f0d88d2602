//! The colours can be read, in both themes.

use egui::Color32;
use waymark::designer::icons::Icon;
use waymark::designer::theme::Theme;

fn luminance(color: Color32) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
}

/// The contrast ratio of the Web Content Accessibility Guidelines.
fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_keeps_a_contrast_of_four_and_a_half_on_every_ground_on_which_it_stands() {
    for theme in [&Theme::LIGHT, &Theme::DARK] {
        let grounds = [theme.panel, theme.canvas, theme.card, theme.well];
        for text in [theme.text, theme.muted, theme.faint, theme.accent, theme.err, theme.warn, theme.ok] {
            for ground in grounds {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{text:?} on {ground:?} has {ratio:.2} (dark: {})", theme.is_dark);
            }
        }
        let pairs = [
            (theme.accent, theme.accent_soft),
            (theme.text, theme.accent_soft),
            (theme.muted, theme.accent_soft),
            (theme.muted, theme.hover),
            (theme.err, theme.err_soft),
            (theme.warn, theme.warn_soft),
            (theme.ok, theme.ok_soft),
            (theme.on_accent, theme.accent),
            (theme.on_accent, theme.err),
            (theme.on_accent, theme.warn),
        ];
        for (text, ground) in pairs {
            let ratio = contrast(text, ground);
            assert!(ratio >= 4.5, "{text:?} on {ground:?} has {ratio:.2} (dark: {})", theme.is_dark);
        }
    }
}

#[test]
fn wires_and_the_outlines_of_controls_in_use_keep_a_contrast_of_three() {
    for theme in [&Theme::LIGHT, &Theme::DARK] {
        for line in [theme.wire, theme.accent, theme.err, theme.entry, theme.flow, theme.msg, theme.integ, theme.end] {
            for ground in [theme.canvas, theme.card] {
                let ratio = contrast(line, ground);
                assert!(ratio >= 3.0, "{line:?} on {ground:?} has {ratio:.2} (dark: {})", theme.is_dark);
            }
        }
    }
}

#[test]
fn icons_of_a_family_stay_readable_on_their_tiles() {
    for theme in [&Theme::LIGHT, &Theme::DARK] {
        for hue in [theme.entry, theme.flow, theme.msg, theme.integ, theme.end] {
            assert!(contrast(hue, theme.tile(hue)) >= 3.0, "{hue:?} (dark: {})", theme.is_dark);
        }
    }
}

#[test]
fn every_icon_is_drawn_inside_its_square() {
    let context = egui::Context::default();
    for icon in Icon::ALL {
        let mut bounds = egui::Rect::NOTHING;
        let square = egui::Rect::from_min_size(egui::pos2(50.0, 50.0), egui::vec2(240.0, 240.0));
        let mut output = context.run_ui(egui::RawInput::default(), |ui| {
            icon.paint(ui.painter(), square, Color32::WHITE);
        });
        for shape in &output.shapes {
            bounds = bounds.union(shape.shape.visual_bounding_rect());
        }
        output.textures_delta.clear();
        assert!(bounds.is_positive(), "{icon:?} draws nothing");
        // Round ends of strokes on the edge reach out by at most half a stroke.
        assert!(square.expand(10.0).contains_rect(bounds), "{icon:?} reaches {bounds:?}");
    }
}

#[test]
fn code_is_drawn_sign_by_sign_without_ligatures() {
    let context = egui::Context::default();
    waymark::designer::theme::apply(&context);
    let mut output = context.run_ui(egui::RawInput::default(), |ui| {
        let drawn = |text: &str| {
            let font = waymark::designer::theme::mono(12.0);
            let galley = ui.painter().layout_no_wrap(text.to_owned(), font, Color32::WHITE);
            let glyphs = galley.rows.iter().flat_map(|row| row.glyphs.iter().map(|glyph| (glyph.chr, glyph.uv_rect)));
            glyphs.collect::<Vec<_>>()
        };
        // A letter in place of the neighbour: no ligature can come of that, and every sign keeps its place.
        for code in ["#{", "->", "=>", "!=", ">=", "&&", "||", "{{", "/*", "www"] {
            let drawn_so = drawn(code);
            for (at, sign) in code.chars().enumerate() {
                let apart: String = (0..code.len()).map(|other| if other == at { sign } else { 'n' }).collect();
                assert_eq!(drawn_so[at], drawn(&apart)[at], "{code}");
            }
        }
    });
    output.textures_delta.clear();
}
