//! The values of an event, one row for each field, instead of JSON; JSON where a person prefers it.

use egui::{ScrollArea, Ui, vec2};
use serde_json::{Map, Value};

use super::controls;
use crate::designer::theme::{BODY, CONTROL_HEIGHT, Theme, Weight, rich};
use crate::designer::widgets::{error_line, link};
use crate::designer::words::{phrase, word};
use crate::expression::shape::{at, put};
use crate::journey::{Field, ValueType};

/// The values as they are being typed.
#[derive(Clone, Debug, Default)]
pub struct Payload {
    /// What the event brings when nothing is said: its sample, about whom it is about.
    proposal: String,
    rows: Vec<Row>,
    /// The whole as text, while it is shown so.
    json: Option<String>,
}

#[derive(Clone, Debug)]
struct Row {
    path: String,
    name: String,
    text: String,
    kind: ValueType,
    one_of: Vec<String>,
    /// A list or an object in a list: only ever written as JSON.
    is_json: bool,
}

impl Payload {
    /// The values of a payload; of an empty one what the event brings when nothing is said.
    pub fn new(payload: &str, proposal: &str, fields: &[Field]) -> Self {
        let text = if payload.trim().is_empty() { proposal } else { payload };
        let mut made = Self { proposal: proposal.to_owned(), ..Self::default() };
        match serde_json::from_str(text) {
            Ok(Value::Object(object)) => made.rows = rows(&object, fields),
            _ if text.trim().is_empty() => made.rows = rows(&Map::new(), fields),
            // What is no object of fields can only be typed as it is.
            _ => made.json = Some(text.to_owned()),
        }
        made
    }

    /// The payload as a scenario keeps it: empty where it is what the event brings anyhow.
    pub fn text(&self) -> String {
        let text = match &self.json {
            Some(json) => json.trim().to_owned(),
            None => self.composed(),
        };
        if read(&text) == read(&self.proposal) { String::new() } else { text }
    }

    /// Proposes other values, as it is about somebody else now. What was typed by hand stays.
    pub fn follow(&mut self, proposal: &str) {
        let before = read(&std::mem::replace(&mut self.proposal, proposal.to_owned())).unwrap_or_default();
        let Some(now) = read(proposal) else { return };
        match &mut self.json {
            Some(json) if read(json).as_ref() == Some(&before) => *json = pretty(&now),
            Some(_) => {}
            None => {
                for row in &mut self.rows {
                    if row.text == shown(at(&before, &row.path), row.is_json) {
                        row.text = shown(at(&now, &row.path), row.is_json);
                    }
                }
            }
        }
    }

    fn composed(&self) -> String {
        let mut root = Map::new();
        for row in &self.rows {
            if let Some(value) = row.value().ok().flatten() {
                put(&mut root, &row.path, value);
            }
        }
        Value::Object(root).to_string()
    }

    /// Draws the rows; true while every value is one of its kind.
    pub fn ui(&mut self, ui: &mut Ui) -> bool {
        if self.json.is_some() {
            return self.as_json(ui);
        }
        // JSON has no place for what is no value: it would be lost on the way.
        let other = self.rows.iter().all(|row| row.value().is_ok()).then(|| word("happens.as_json"));
        let mut is_sound = true;
        heading(ui, word("happens.values"), other, || {
            self.json = read(&self.composed()).map(|it| pretty(&it));
        });
        if self.rows.is_empty() {
            controls::hint(ui, word("happens.no_values"));
        }
        ScrollArea::vertical().max_height(300.0).id_salt("values").show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            for row in &mut self.rows {
                is_sound &= row.ui(ui);
            }
        });
        is_sound
    }

    fn as_json(&mut self, ui: &mut Ui) -> bool {
        let mut back = false;
        let Some(text) = &mut self.json else { return true };
        let is_object = matches!(serde_json::from_str(text), Ok(Value::Object(_)));
        if is_object {
            heading(ui, "", Some(word("happens.as_fields")), || back = true);
        }
        let is_sound = controls::json(ui, word("happens.payload"), text, word("happens.sample"));
        if back && let Ok(Value::Object(object)) = serde_json::from_str(text) {
            let known: Vec<Field> = self.rows.iter().map(Row::field).collect();
            self.rows = rows(&object, &known);
            self.json = None;
        }
        is_sound
    }
}

fn read(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// A value as it stands in its row.
fn shown(value: Option<&Value>, is_json: bool) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) if !is_json => text.clone(),
        Some(value) => value.to_string(),
    }
}

fn heading(ui: &mut Ui, text: &str, other: Option<&str>, go: impl FnOnce()) {
    let theme = Theme::of(ui.ctx());
    ui.horizontal(|ui| {
        ui.label(rich(text, BODY, Weight::Medium).color(theme.text));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if let Some(other) = other
                && link(ui, other).clicked()
            {
                go();
            }
        });
    });
}

impl Row {
    fn ui(&mut self, ui: &mut Ui) -> bool {
        let theme = Theme::of(ui.ctx());
        ui.horizontal(|ui| {
            let layout = egui::Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(vec2(170.0, CONTROL_HEIGHT), layout, |ui| {
                ui.set_min_width(170.0);
                ui.add(egui::Label::new(rich(&self.name, BODY, Weight::Regular).color(theme.muted)).truncate());
            })
            .response
            .on_hover_text(&self.path);
            let width = ui.available_width() - 12.0;
            if self.kind == ValueType::Boolean {
                self.yes_or_no(ui, width);
            } else if self.one_of.is_empty() {
                controls::line(ui, &self.name, &mut self.text, word("happens.missing"), width);
            } else {
                let now = self.text.clone();
                let shown = if now.is_empty() { word("happens.missing") } else { &now };
                controls::pick(ui, &self.name, Some(shown), width, |ui| {
                    if controls::item(ui, now.is_empty(), word("happens.missing")) {
                        self.text.clear();
                    }
                    for one in &self.one_of {
                        if controls::item(ui, *one == now, one) {
                            self.text.clone_from(one);
                        }
                    }
                });
            }
        });
        let Err(kind) = self.value() else { return true };
        error_line(ui, &phrase("happens.no_value", &[("name", &self.name), ("kind", kind)]));
        false
    }

    fn yes_or_no(&mut self, ui: &mut Ui, width: f32) {
        let choices = [("", word("happens.missing")), ("true", word("values.yes")), ("false", word("values.no"))];
        let shown = choices.iter().find(|(text, _)| *text == self.text).map(|(_, shown)| *shown);
        controls::pick(ui, &self.name, shown, width, |ui| {
            for (text, shown) in choices {
                if controls::item(ui, text == self.text, shown) {
                    text.clone_into(&mut self.text);
                }
            }
        });
    }

    /// The value in JSON; nothing where it is missing, and what it should be where it is no such value.
    fn value(&self) -> Result<Option<Value>, &'static str> {
        let text = self.text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let number = |read: Option<serde_json::Number>, kind| read.map(|it| Some(Value::Number(it))).ok_or(word(kind));
        match self.kind {
            _ if self.is_json => serde_json::from_str(text).map(Some).map_err(|_| word("happens.kind_json")),
            ValueType::Integer | ValueType::Duration => {
                number(text.parse::<i64>().ok().map(Into::into), "happens.kind_integer")
            }
            ValueType::Decimal => {
                // A whole number stays one: 40 is not rewritten as 40.0.
                let whole = text.parse::<i64>().ok().map(serde_json::Number::from);
                let read = whole.or_else(|| text.parse().ok().and_then(serde_json::Number::from_f64));
                number(read, "happens.kind_decimal")
            }
            ValueType::Boolean => {
                text.parse::<bool>().map(|it| Some(Value::Bool(it))).map_err(|_| word("happens.kind_boolean"))
            }
            _ => Ok(Some(Value::String(self.text.clone()))),
        }
    }

    fn field(&self) -> Field {
        Field {
            path: self.path.clone(),
            title: self.name.clone(),
            kind: self.kind,
            one_of: self.one_of.clone(),
            ..Field::default()
        }
    }
}

/// A row for each value that is there, and for each field that could be.
fn rows(object: &Map<String, Value>, fields: &[Field]) -> Vec<Row> {
    let mut leaves = Vec::new();
    flatten(object, "", &mut leaves);
    let known = |path: &str| fields.iter().find(|field| field.path == path);
    let mut rows: Vec<Row> = leaves.iter().map(|(path, value)| row(path, Some(value), known(path))).collect();
    for field in fields.iter().filter(|field| !rows.iter().any(|row| row.path == field.path)).collect::<Vec<_>>() {
        rows.push(row(&field.path, None, Some(field)));
    }
    // What every record has stands last: nobody comes for it.
    rows.sort_by_key(|row| matches!(row.path.as_str(), "_id" | "eventType" | "timestamp"));
    rows
}

fn flatten<'v>(object: &'v Map<String, Value>, before: &str, leaves: &mut Vec<(String, &'v Value)>) {
    for (name, value) in object {
        let path = if before.is_empty() { name.clone() } else { format!("{before}.{name}") };
        match value {
            Value::Object(inner) if !inner.is_empty() => flatten(inner, &path, leaves),
            _ => leaves.push((path, value)),
        }
    }
}

fn row(path: &str, value: Option<&Value>, field: Option<&Field>) -> Row {
    let title = field.map(|field| field.title.as_str()).filter(|title| !title.is_empty());
    let plain = match value {
        Some(Value::Number(number)) if number.is_f64() => ValueType::Decimal,
        Some(Value::Number(_)) => ValueType::Integer,
        Some(Value::Bool(_)) => ValueType::Boolean,
        _ => ValueType::String,
    };
    let kind = field.map_or(plain, |field| field.kind);
    let is_json = kind.is_list() || matches!(value, Some(Value::Array(_) | Value::Object(_)));
    Row {
        path: path.to_owned(),
        name: title.unwrap_or(path).to_owned(),
        text: shown(value, is_json),
        kind,
        one_of: field.map(|field| field.one_of.clone()).unwrap_or_default(),
        is_json,
    }
}
