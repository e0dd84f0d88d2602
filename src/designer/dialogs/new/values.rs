//! Values of a new object: rows of a name and a type, typed or taken from JSON that is pasted.

use egui::{Key, Ui};

use super::Faults;
use crate::designer::fields::{Form, Mark, TYPES, mark_button};
use crate::designer::panels::inventory::body::paste_json;
use crate::designer::theme;
use crate::designer::widgets::{error_line, hint_line, link, text_field};
use crate::designer::words::{phrase, word};
use crate::expression::shape;
use crate::journey::{Field, ValueType};

/// What the rows are called.
pub(super) struct Words {
    /// The key of the link that adds one.
    pub add: &'static str,
    /// The key of an example, in the first row while it is empty.
    pub hint: &'static str,
    /// The key of the link that offers to paste JSON.
    pub paste: &'static str,
    /// The key of the sentence that says the name of a value where it is another one than what was typed.
    pub named: &'static str,
}

/// Draws the rows; JSON that was pasted, once. `names` are the names that the values will have.
pub(super) fn rows(
    ui: &mut Ui,
    form: &mut Form<'_>,
    values: &mut Vec<Field>,
    (words, names): (&Words, &[String]),
    faults: &Faults<'_>,
) -> Option<String> {
    let types: Vec<(ValueType, String)> = TYPES.iter().map(|(kind, key)| (*kind, word(key).to_owned())).collect();
    let last = values.len().saturating_sub(1);
    let (mut gone, mut is_wanted) = (None, false);
    ui.spacing_mut().item_spacing.y = 6.0;
    for (index, value) in values.iter_mut().enumerate() {
        ui.push_id(("value", index), |ui| {
            ui.horizontal(|ui| {
                let number = phrase("new_object.value_number", &[("n", &(index + 1).to_string())]);
                let response = ui
                    .allocate_ui(egui::vec2((ui.available_width() - 208.0).max(120.0), theme::CONTROL_HEIGHT), |ui| {
                        text_field(ui, &mut value.path, word(if index == 0 { words.hint } else { "" }))
                    })
                    .inner
                    .accessible_name(number.as_str());
                // Enter goes on with the next row.
                is_wanted |= index == last
                    && response.lost_focus()
                    && !value.path.trim().is_empty()
                    && ui.input(|input| input.key_pressed(Key::Enter));
                if ui.data(|data| data.get_temp(wanted_row())) == Some(index) {
                    ui.data_mut(|data| data.remove::<usize>(wanted_row()));
                    response.request_focus();
                }
                let type_of = phrase("new_object.type_of", &[("value", &number)]);
                form.offered(ui, &type_of, &mut value.kind, &types, 168.0);
                if mark_button(ui, Mark::Cross, &phrase("fields.remove", &[("what", &number)]), true).clicked() {
                    gone = Some(index);
                }
            });
            if let Some(name) = names.get(index).filter(|name| **name != value.path.trim()) {
                hint_line(ui, &phrase(words.named, &[("name", name)]));
            }
        });
    }
    // A record that was pasted into a row is a record all the same.
    let is_record = |value: &&Field| value.path.trim_start().starts_with('{') && shape::fields(&value.path).is_ok();
    let record = values.iter().find(is_record).map(|value| value.path.clone());
    if let Some(record) = record {
        values.retain(|value| value.path != record);
        return Some(record);
    }
    if let Some(index) = gone {
        values.remove(index);
    }
    if let Some(wrong) = faults.at("values") {
        error_line(ui, &wrong);
    }
    let is_pasting = ui.data(|data| data.get_temp::<Option<String>>(pasting())).flatten().is_some();
    let (mut pasted, title) = (None, word(words.paste));
    ui.horizontal(|ui| {
        is_wanted |= link(ui, word(words.add)).clicked();
        if !is_pasting {
            ui.add_space(12.0);
            pasted = paste_json(ui, pasting(), title);
        }
    });
    if is_pasting {
        pasted = paste_json(ui, pasting(), title);
    }
    if is_wanted {
        ui.data_mut(|data| data.insert_temp(wanted_row(), values.len()));
        values.push(Field::default());
    }
    pasted
}

/// Forgets what was begun in another dialog.
pub(super) fn begin(ui: &Ui) {
    ui.data_mut(|data| {
        data.remove::<Option<String>>(pasting());
        data.remove::<usize>(wanted_row());
    });
}

/// Where the text is remembered that is being pasted.
fn pasting() -> egui::Id {
    egui::Id::unique("pasted into a new object")
}

/// Where the row is remembered that gets the keyboard next.
fn wanted_row() -> egui::Id {
    egui::Id::unique("wanted row of a new object")
}
