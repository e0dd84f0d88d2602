//! What is asked of a new event: how the person is known, and what it brings.

use egui::Ui;

use super::values::{self, Words};
use super::{Asked, Faults, more};
use crate::designer::fields::Form;
use crate::designer::panels::inventory::event::KINDS;
use crate::designer::widgets::{field, field_label, hint_line, section, text_field};
use crate::designer::words::{phrase, word};
use crate::edit::new::EventDraft;
use crate::expression::title;
use crate::journey::{EventKind, NamespaceId, Object, Schema, SchemaClass, SchemaId, ValueType};

const WORDS: Words = Words {
    add: "new_object.add_value",
    hint: "new_object.value_hint",
    paste: "new_object.paste_record",
    named: "new_object.said_as",
};

pub(super) fn questions(
    ui: &mut Ui,
    form: &mut Form<'_>,
    draft: &mut EventDraft,
    asked: &mut Asked,
    faults: &Faults<'_>,
) {
    if asked.is_free {
        let before = draft.kind;
        form.choice(ui, "Event", "kind", &mut draft.kind, &KINDS);
        if draft.kind != before {
            draft.schema = None;
        }
    }
    if draft.kind == EventKind::Unitary {
        known_by(ui, form, draft, faults);
    }
    section(ui, word("new_object.event_values"));
    match draft.schema.as_ref().and_then(|id| form.workspace.inventory.get::<Schema>(id)) {
        Some(schema) => {
            hint_line(ui, &phrase("new_object.all_of_schema", &[("schema", &schema.name)]));
        }
        None => {
            let names = draft.said_as();
            let pasted = values::rows(ui, form, &mut draft.values, (&WORDS, &names), faults);
            if let Some(json) = pasted {
                // Text without fields is not handed over.
                drop(draft.paste(form.workspace, &json));
            }
        }
    }
    if more(ui, asked) {
        schema(ui, form, draft);
        hint_line(ui, word("new_object.event_more"));
    }
}

/// The identity type, and beside it the field that carries the identity.
fn known_by(ui: &mut Ui, form: &mut Form<'_>, draft: &mut EventDraft, faults: &Faults<'_>) {
    let workspace = form.workspace;
    let people = workspace.inventory.namespaces.iter().filter(|namespace| namespace.people);
    let mut offered: Vec<(Option<NamespaceId>, String)> =
        people.map(|namespace| (Some(namespace.id.clone()), namespace.name.clone())).collect();
    if offered.is_empty() {
        offered.push((None, word("new_object.email_made").to_owned()));
    }
    ui.columns(2, |columns| {
        columns[0].spacing_mut().item_spacing.y = 4.0;
        field_label(&mut columns[0], word("new_object.known_by"));
        let mut namespace = draft.namespace.clone();
        let width = columns[0].available_width();
        if form.offered(&mut columns[0], word("new_object.known_by"), &mut namespace, &offered, width)
            && let Some(namespace) = namespace
        {
            draft.know_by(workspace, namespace);
        }
        carrier(&mut columns[1], form, draft, faults);
    });
}

/// The field that carries the identity: typed where the schema is made, chosen where it is there.
fn carrier(ui: &mut Ui, form: &mut Form<'_>, draft: &mut EventDraft, faults: &Faults<'_>) {
    let label = word("new_object.carried_in");
    let wrong = faults.at("identity");
    let Some(schema) = draft.schema.as_ref().and_then(|id| form.workspace.inventory.get::<Schema>(id)) else {
        field(ui, label, wrong.as_deref(), |ui| text_field(ui, &mut draft.identity, ""));
        return;
    };
    let texts = schema.fields.iter().filter(|field| field.kind == ValueType::String);
    let texts: Vec<(String, String)> = texts.map(|field| (field.path.clone(), title::of(field))).collect();
    ui.spacing_mut().item_spacing.y = 4.0;
    field_label(ui, label);
    let width = ui.available_width();
    form.offered(ui, label, &mut draft.identity, &texts, width);
    if let Some(wrong) = wrong {
        crate::designer::widgets::error_line(ui, &wrong);
    }
}

fn schema(ui: &mut Ui, form: &mut Form<'_>, draft: &mut EventDraft) {
    let workspace = form.workspace;
    let class = if draft.kind == EventKind::Business { SchemaClass::TimeSeries } else { SchemaClass::ExperienceEvent };
    let mut offered: Vec<(Option<SchemaId>, String)> = vec![(None, word("new_object.own_schema").to_owned())];
    let known = workspace.inventory.schemas.iter().filter(|schema| schema.class == class);
    offered.extend(known.map(|schema| (Some(schema.id.clone()), schema.name().to_owned())));
    let label = word("fields.Event.schema");
    field_label(ui, label);
    let mut chosen = draft.schema.clone();
    let width = ui.available_width();
    if form.offered(ui, label, &mut chosen, &offered, width) {
        draft.take_schema(workspace, chosen);
    }
}
