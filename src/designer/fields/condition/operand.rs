//! What a field is compared with: a value of its type, or another field.

use egui::{Id, Key, Ui};

use crate::designer::fields::form::{At, Form};
use crate::designer::fields::list::{entry, list};
use crate::designer::fields::marks::{Mark, dropdown, mark_button};
use crate::designer::words::{phrase, word};
use crate::expression::Choice;
use crate::expression::builder::{Condition, Operand};
use crate::journey::{Value, ValueType};

use super::blame::Blame;
use super::{Of, begin};

/// Gives the keyboard to the value of a row.
pub(super) fn focus(ui: &Ui, row: Id) {
    ui.memory_mut(|memory| memory.request_focus(value_id(row)));
}

fn value_id(row: Id) -> Id {
    row.with("value")
}

/// Where the field and where the value of a row stand, each red where it is what is wrong.
pub(super) fn ats(at: &At, blame: Blame) -> (At, At) {
    let severity = |is_wrong: bool| at.severity.filter(|_| is_wrong);
    let label = phrase("builder.value", &[("row", &at.label)]);
    let value = At { id: value_id(at.id), label, severity: severity(blame.value), ..at.clone() };
    (At { severity: severity(blame.field), ..at.clone() }, value)
}

impl Form<'_> {
    /// What a field is compared with, and the button that makes it a field or a value.
    pub(super) fn operand(
        &mut self,
        ui: &mut Ui,
        (at, value): (&At, &At),
        condition: &mut Condition,
        of: &Of<'_>,
        width: f32,
    ) -> bool {
        let Of { kind, choice, scope, .. } = *of;
        let Some(wanted) = condition.comparison.operand(kind) else { return false };
        if of.is_led {
            ui.memory_mut(|memory| memory.request_focus(value.id));
            ui.scroll_to_cursor(None);
        }
        let left = condition.field.clone();
        let alike = |other: &Choice| other.kind == wanted && other.reference != left;
        let mut changed = false;
        ui.vertical(|ui| {
            ui.set_width(width);
            match &mut condition.operand {
                Operand::Field(field) => {
                    let width = ui.available_width();
                    changed |= self.pick_field(ui, value, field, scope, width, alike);
                }
                Operand::Value(constant) => changed |= self.constant(ui, value, constant, wanted, choice),
            }
        });
        let other = scope.choices().into_iter().find(alike);
        changed | self.swap(ui, at, condition, kind, other.filter(|_| wanted == kind))
    }

    /// The button that compares with a field instead of a value, and back; `other` is a field to begin with.
    fn swap(
        &mut self,
        ui: &mut Ui,
        at: &At,
        condition: &mut Condition,
        kind: ValueType,
        other: Option<Choice>,
    ) -> bool {
        let with_field = matches!(condition.operand, Operand::Field(_));
        if !with_field && other.is_none() {
            return false;
        }
        let key = if with_field { "builder.with_value" } else { "builder.with_field" };
        if !mark_button(ui, Mark::Swap, &phrase(key, &[("row", &at.label)]), true).clicked() {
            return false;
        }
        condition.operand = match other {
            Some(other) if !with_field => Operand::Field(other.reference),
            _ => begin::operand(condition.comparison, kind),
        };
        self.chosen(at);
        true
    }

    fn constant(&mut self, ui: &mut Ui, at: &At, value: &mut Value, kind: ValueType, choice: Option<&Choice>) -> bool {
        let one_of = choice.map(|choice| choice.one_of.as_slice()).unwrap_or_default();
        if kind == ValueType::String && !one_of.is_empty() {
            let now = value.text();
            let text = if now.is_empty() { word("fields.choose") } else { &now };
            let response = dropdown(ui, at, text, now.is_empty(), ui.available_width());
            let mut changed = false;
            list(&response, |ui| {
                for one in one_of {
                    if entry(ui, *one == now, one).clicked() {
                        *value = Value::Text(one.clone());
                        changed = true;
                        ui.close();
                    }
                }
            });
            if changed {
                self.chosen(at);
            }
            return changed;
        }
        if kind == ValueType::Boolean {
            let mut now = *value == Value::Boolean(true);
            let width = ui.available_width();
            let changed = self.pick(ui, at, &mut now, &[(true, "values.yes"), (false, "values.no")], width);
            *value = Value::Boolean(now);
            return changed;
        }
        if let Some(changed) = self.moment_of(ui, at, value) {
            return changed;
        }
        let hint = word(match value {
            Value::Text(_) => "builder.empty_text",
            _ if kind.is_list() => "fields.list_hint",
            _ => "builder.fill_in",
        });
        let (response, text) = self.typing(ui, at, &value.text(), hint);
        // What has another type than its field looks the same: Enter writes it in the field's type.
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let is_meant = response.changed() || is_entered && !value.fits(kind);
        if response.lost_focus() {
            self.ended();
        }
        // A number that is being typed anew is not yet no number; an empty box is.
        let Some(read) = Value::written(&text, kind).filter(|read| is_meant && read != value) else { return false };
        *value = read;
        self.typed(at);
        true
    }

    /// A day or a moment; whether it changed, `None` where the value is neither.
    fn moment_of(&mut self, ui: &mut Ui, at: &At, value: &mut Value) -> Option<bool> {
        if !matches!(value, Value::Date(_) | Value::DateTimeOnly(_) | Value::DateTime(_)) {
            return None;
        }
        let width = ui.available_width();
        let zone = self.subject.journey.map_or("UTC", |journey| journey.properties.zone.as_str()).to_owned();
        let mut changed = false;
        ui.horizontal(|ui| match value {
            Value::Date(day) => changed = self.day(ui, at, day, false, width),
            Value::DateTimeOnly(moment) => changed = self.day_and_time(ui, at, moment, false, width),
            Value::DateTime(moment) => changed = self.moment(ui, at, moment, &zone, width),
            _ => {}
        });
        Some(changed)
    }
}
