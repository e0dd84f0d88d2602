//! Request bodies: parameters by path, made from a pasted body or one by one.

use egui::{Id, TextEdit, Ui};

use crate::designer::fields::{Form, Row, TYPES};
use crate::designer::theme;
use crate::designer::widgets::{error_line, link, secondary, secondary_if};
use crate::designer::words::{phrase, word};
use crate::expression::{shape, title};
use crate::journey::{Action, Binding, BodyForm, Field, Parameter, ValueType};

use super::{action, schema};

/// How the body is written.
pub(super) fn written(form: &mut Form<'_>, ui: &mut Ui, action: &mut Action) {
    #[derive(Clone, Copy, PartialEq)]
    enum Way {
        Json,
        Form,
        Xml,
    }
    const WAYS: [(Way, &str); 3] = [(Way::Json, "body.json"), (Way::Form, "body.form"), (Way::Xml, "body.xml")];
    let mut way = match &action.body {
        None => Way::Json,
        Some(BodyForm::Form) => Way::Form,
        Some(BodyForm::Xml { .. }) => Way::Xml,
    };
    if form.variant(ui, "Action", "body", &mut way, &WAYS) {
        action.body = match way {
            Way::Json => None,
            Way::Form => Some(BodyForm::Form),
            Way::Xml => Some(BodyForm::Xml { template: String::new() }),
        };
    }
    if let Some(BodyForm::Xml { template }) = &mut action.body {
        let paths: Vec<String> =
            action.payload.iter().map(|field| field.path.clone()).filter(|path| !path.trim().is_empty()).collect();
        form.within("body", |form| form.xml(ui, "BodyForm.Xml", "template", template, &paths));
    }
}

pub(super) fn payload(form: &mut Form<'_>, ui: &mut Ui, action: &mut Action) {
    let row = Row {
        add: "body.add",
        make: &|_| Parameter { value: Binding::Variable(String::new()), ..Parameter::default() },
        key: &|parameter: &Parameter, _| parameter.path.clone(),
        title: &|parameter: &Parameter, index| {
            let number = phrase("action.entry_number", &[("n", &(index + 1).to_string())]);
            if parameter.path.trim().is_empty() { number } else { parameter.path.clone() }
        },
        fold: Some(&|parameter: &Parameter| action::binding_text(&parameter.value)),
        at_most: 500,
    };
    form.rows(ui, "Action", "payload", &mut action.payload, &row, |form, ui, parameter, _| {
        form.text(ui, "Parameter", "path", &mut parameter.path);
        form.choice(ui, "Parameter", "kind", &mut parameter.kind, &TYPES);
        action::binding(form, ui, "Parameter", &mut parameter.value);
        form.switch(ui, "Parameter", "optional", &mut parameter.optional);
        if parameter.kind == ValueType::ListObject || !parameter.items.is_empty() {
            schema::items(form, ui, "Parameter", &mut parameter.items);
        }
    });
    let pasted = paste_json(ui, ui.scope_id().with(("paste", "payload")), word("body.paste"));
    if let Some(fields) = pasted.and_then(|json| shape::body_fields(&json).ok()) {
        for field in fields {
            if !action.payload.iter().any(|parameter| parameter.path == field.path) {
                action.payload.push(parameter(field));
            }
        }
        form.changed(word("body.paste_step"));
    }
}

fn parameter(field: Field) -> Parameter {
    let label = field.path.clone();
    Parameter {
        path: field.path,
        kind: field.kind,
        value: Binding::Variable(label),
        optional: false,
        items: field.items,
    }
}

/// A place to paste JSON, shown when asked for; yields the fields that its shape gives, once.
pub(super) fn paste(ui: &mut Ui, salt: &str, title: &str) -> Option<Vec<Field>> {
    paste_json(ui, ui.scope_id().with(("paste", salt)), title).and_then(|json| shape::fields(&json).ok())
}

/// A place to paste JSON, shown when asked for and remembered under this id; yields the text once, where it has fields.
pub(crate) fn paste_json(ui: &mut Ui, id: Id, name: &str) -> Option<String> {
    let mut text: Option<String> = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let mut result = None;
    match &mut text {
        None => {
            if link(ui, name).clicked() {
                text = Some(String::new());
                ui.memory_mut(|memory| memory.request_focus(id.with("text")));
            }
        }
        Some(json) => {
            let edit = TextEdit::multiline(json)
                .font(egui::FontSelection::FontId(theme::mono(12.0)))
                .desired_rows(4)
                .id(id.with("text"));
            ui.add(edit.desired_width(f32::INFINITY).hint_text(word("fields.json_hint"))).accessible_name(name);
            let read = shape::fields(json);
            if let (Err(error), false) = (&read, json.trim().is_empty()) {
                error_line(ui, &title::capitalized(&error.to_string()));
            }
            let mut close = false;
            ui.horizontal(|ui| {
                if secondary_if(ui, read.is_ok(), word("body.take")).clicked() {
                    result = Some(json.clone());
                    close = true;
                }
                close |= secondary(ui, word("body.cancel")).clicked();
            });
            ui.add_space(6.0);
            if close {
                text = None;
            }
        }
    }
    ui.data_mut(|data| data.insert_temp(id, text));
    result
}
