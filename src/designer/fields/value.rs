//! A value whose type a schema states: each type has its own control.

use std::collections::BTreeMap;

use egui::Ui;

use crate::designer::words::word;
use crate::journey::{Field, Value, ValueType};

use super::form::{At, Form};
use super::number::Range;
use super::registry::{self, Control};

impl Form<'_> {
    /// One attribute, typed as the schema's field says. `value` is nothing while it is not filled.
    pub fn value(
        &mut self,
        ui: &mut Ui,
        (owner, name): (&'static str, &'static str),
        field: &Field,
        value: &mut Value,
    ) {
        registry::use_field(ui.ctx(), owner, name, Control::Value);
        let at = self.at_value(owner, name, field);
        self.place(ui, at, &field.path, |form, ui, at| match field.kind {
            ValueType::Boolean => form.truth(ui, at, value),
            ValueType::String if !field.one_of.is_empty() => form.enumerated(ui, at, field, value),
            ValueType::Integer | ValueType::Duration => form.integer(ui, at, field, value),
            _ => form.written(ui, at, field.kind, value),
        });
    }

    /// What a record states of these fields, as text; lists of objects are left to others.
    pub fn stated(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        fields: &[Field],
        values: &mut BTreeMap<String, String>,
    ) {
        for field in fields.iter().filter(|field| field.kind != ValueType::ListObject) {
            let before = values.get(&field.path).and_then(|text| Value::written(text, field.kind)).unwrap_or_default();
            let mut value = before.clone();
            self.value(ui, (owner, "values"), field, &mut value);
            if value != before {
                match value.text() {
                    text if text.is_empty() => drop(values.remove(&field.path)),
                    text => drop(values.insert(field.path.clone(), text)),
                }
            }
        }
    }

    fn at_value(&self, owner: &str, name: &str, field: &Field) -> At {
        let at = self.at(owner, name);
        let label = if field.title.is_empty() { field.path.clone() } else { field.title.clone() };
        let path = format!("{}.{}", at.path, field.path);
        At { id: at.id.with(&field.path), severity: self.severity_at(&path), label, path, label_id: None }
    }

    fn truth(&mut self, ui: &mut Ui, at: &At, value: &mut Value) {
        let mut now = match value {
            Value::Boolean(true) => Some(true),
            Value::Boolean(false) => Some(false),
            _ => None,
        };
        let choices = [(None, "values.unset"), (Some(true), "values.yes"), (Some(false), "values.no")];
        if self.one_of(ui, at, &mut now, &choices) {
            *value = now.map_or(Value::Null, Value::Boolean);
            self.chosen(at);
        }
    }

    fn enumerated(&mut self, ui: &mut Ui, at: &At, field: &Field, value: &mut Value) {
        let now = match value {
            Value::Text(text) => text.clone(),
            _ => String::new(),
        };
        let text = if now.is_empty() { word("values.unset") } else { &now };
        let response = super::marks::dropdown(ui, at, text, now.is_empty(), ui.available_width());
        super::list::list(&response, |ui| {
            if super::list::entry(ui, now.is_empty(), word("values.unset")).clicked() {
                *value = Value::Null;
                self.chosen(at);
                ui.close();
            }
            for one in &field.one_of {
                if super::list::entry(ui, *one == now, one).clicked() {
                    *value = Value::Text(one.clone());
                    self.chosen(at);
                    ui.close();
                }
            }
        });
    }

    fn integer(&mut self, ui: &mut Ui, at: &At, field: &Field, value: &mut Value) {
        let duration = field.kind == ValueType::Duration;
        let mut now = match value {
            Value::Integer(number) | Value::Duration(number) => Some(*number),
            _ => None,
        };
        let before = now;
        let range = Range {
            from: field.minimum.unwrap_or(i64::MIN),
            to: field.maximum.unwrap_or(i64::MAX),
            unit: if duration { "units.milliseconds" } else { "units.none" },
        };
        self.number_box(ui, at, &mut now, range, f32::INFINITY);
        if now != before {
            *value = match now {
                None => Value::Null,
                Some(number) if duration => Value::Duration(number),
                Some(number) => Value::Integer(number),
            };
        }
    }

    fn written(&mut self, ui: &mut Ui, at: &At, kind: ValueType, value: &mut Value) {
        let mut text = value.text();
        let hint = match kind {
            ValueType::DateOnly => word("fields.date_hint"),
            ValueType::DateTimeOnly => word("values.date_time_hint"),
            ValueType::DateTime => word("values.instant_hint"),
            _ if kind.is_list() => word("fields.list_hint"),
            _ => "",
        };
        if !self.line(ui, at, &mut text, hint) {
            return;
        }
        if let Some(read) = Value::written(&text, kind) {
            *value = read;
        }
    }
}
