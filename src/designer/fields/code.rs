//! Text in a language of machines, with pieces that a click puts where the cursor stands.

use egui::accesskit::Role;
use egui::{Frame, ScrollArea, TextBuffer, TextEdit, Ui, WidgetInfo, vec2};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{Tone, chip, hint_line};
use crate::designer::words::{phrase, word};
use crate::expression::Span;
use crate::journey::xml::Slots;

use super::expression::{Piece, paint_pieces};
use super::form::Form;
use super::insert::at_cursor;
use super::marks::well;
use super::registry::Control;
use super::text::held;

/// Lines that are seen at once.
const ROWS: usize = 8;
/// The height from which it is scrolled.
const HEIGHT: f32 = 280.0;

impl Form<'_> {
    /// XML with places for the fields of this list, each a path.
    pub fn xml(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut String, paths: &[String]) {
        self.field(ui, (owner, field), Control::TextArea, |form, ui, at| {
            let mut text = held(ui, at.id).unwrap_or_else(|| value.clone());
            let theme = Theme::of(ui.ctx());
            let font = theme::mono(12.0);
            let mut layouter = |ui: &Ui, buffer: &dyn TextBuffer, width: f32| {
                let slots = Slots::of(buffer.as_str()).whole;
                let span = |slot: &std::ops::Range<usize>| Span::new(slot.start, slot.end);
                let piece = |span| Piece { span, color: theme.accent, font: font.clone() };
                let pieces: Vec<_> = slots.iter().map(|slot| piece(span(&slot.span))).collect();
                let mut job = paint_pieces(ui, buffer.as_str(), &pieces, &[], (&font, theme.accent_soft));
                job.wrap.max_width = width;
                ui.fonts_mut(|fonts| fonts.layout_job(job))
            };
            let edit = TextEdit::multiline(&mut text).id(at.id).frame(Frame::NONE).margin(egui::Margin::ZERO);
            let edit = edit
                .font(egui::FontSelection::FontId(font.clone()))
                .hint_text(word("body.xml_hint"))
                .desired_rows(ROWS)
                .desired_width(f32::INFINITY)
                .layouter(&mut layouter);
            let scrolled = |ui: &mut Ui| {
                // Within a page that is scrolled itself, a box would else shrink to a few lines.
                let area = ScrollArea::vertical().id_salt(at.id).max_height(HEIGHT).min_scrolled_height(HEIGHT);
                area.show(ui, |ui| ui.add(edit)).inner
            };
            let response = well(ui, at).show(ui, scrolled).inner;
            form.take(ui, at, &response, text, value);
            if paths.is_empty() {
                hint_line(ui, word("body.xml_no_fields"));
                return;
            }
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
                ui.label(theme::rich(word("body.xml_insert"), theme::SMALL, Weight::Regular).color(theme.muted));
                for path in paths {
                    let response = chip(ui, Tone::Accent, path).on_hover_cursor(egui::CursorIcon::PointingHand);
                    let name = phrase("body.xml_insert_one", &[("path", path)]);
                    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                    if response.on_hover_text(&name).clicked() {
                        *value = at_cursor(ui, at.id, value, |_, _| format!("{{{{{path}}}}}"));
                        form.chosen(at);
                    }
                }
            });
        });
    }
}
