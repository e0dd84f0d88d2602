//! A text that is sent to another system: written like a message, or as a formula where it is more than that.

use egui::{Align, Layout, Ui, vec2};

use crate::designer::theme::{self, CONTROL_HEIGHT, Weight};
use crate::designer::widgets::{hint_line, segmented};
use crate::designer::words::{phrase, word};
use crate::expression::{Scope, parse, wording};
use crate::journey::{Expression, Template};

use super::expression::Wanted;
use super::form::{At, Form};
use super::insert::fields_menu;
use super::text::held;

/// How such a text is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Words, with fields in braces.
    Text,
    /// The language itself.
    Formula,
}

/// Width of the switch between the ways.
const SWITCH_WIDTH: f32 = 132.0;

impl Form<'_> {
    /// An expression that yields a text: as a text where one can say it, else as a formula.
    pub(super) fn wording(&mut self, ui: &mut Ui, at: &At, value: &mut Expression, wanted: &Wanted) {
        let memory = at.id.with("way");
        let mut wished: Way = ui.data(|data| data.get_temp(memory)).unwrap_or(Way::Text);
        let words = At { id: at.id.with("words"), ..at.clone() };
        // What is being typed is not changed under the hands: neither its words nor the box around them.
        let in_formula = ui.memory(|memory| memory.has_focus(at.id));
        let typed = held(ui, words.id).filter(|typed| wording::write(typed) == value.0);
        let text = typed.or_else(|| wording::read(&value.0));
        match text.filter(|_| wished == Way::Text && !in_formula) {
            Some(text) => {
                let mut template = Template(text.clone());
                let plain = theme::font(theme::BODY, Weight::Regular);
                self.template_box(ui, &words, &mut template, (1, &plain), Some(&mut wished));
                if template.0 != text {
                    value.0 = wording::write(&template.0);
                }
            }
            None => {
                let mut way = Way::Formula;
                self.expression_box(ui, at, value, wanted, Some(&mut way));
                if way == Way::Text {
                    wished = way;
                }
                if wished == Way::Text && parse(&value.0).sound().is_some() && wording::read(&value.0).is_none() {
                    hint_line(ui, word("wording.too_much"));
                }
            }
        }
        ui.data_mut(|data| data.insert_temp(memory, wished));
    }
}

/// What stands under a box: "Insert a field", and the switch where there is one. What was chosen, as an expression
/// writes it.
pub(super) fn foot(ui: &mut Ui, at: &At, scope: &Scope, way: Option<&mut Way>) -> Option<String> {
    let Some(way) = way else { return fields_menu(ui, at, scope) };
    ui.horizontal(|ui| {
        let chosen = fields_menu(ui, at, scope);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.allocate_ui(vec2(SWITCH_WIDTH, CONTROL_HEIGHT), |ui| {
                let ways = [(Way::Text, word("wording.text")), (Way::Formula, word("wording.formula"))];
                segmented(ui, &phrase("builder.way", &[("field", &at.label)]), way, &ways);
            });
        });
        chosen
    })
    .inner
}
