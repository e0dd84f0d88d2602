//! Schemas and their fields.

use egui::Ui;

use crate::designer::fields::{Form, Range, Row, TYPES, value_word};
use crate::designer::words::{phrase, word};
use crate::edit::new::NewItem;
use crate::journey::{Field, Namespace, Schema, SchemaClass, ValueType};

use super::body::paste;

const CLASSES: [(SchemaClass, &str); 6] = [
    (SchemaClass::IndividualProfile, "schema.profile"),
    (SchemaClass::ExperienceEvent, "schema.event"),
    (SchemaClass::TimeSeries, "schema.time_series"),
    (SchemaClass::JourneyStepEvent, "schema.step_event"),
    (SchemaClass::DecisionEvent, "schema.decision_event"),
    (SchemaClass::Record, "schema.record"),
];

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, schema: &mut Schema) {
    const OWNER: &str = "Schema";
    form.choice(ui, OWNER, "class", &mut schema.class, &CLASSES);
    if schema.class == SchemaClass::IndividualProfile || schema.profile_test_details {
        form.switch(ui, OWNER, "profile_test_details", &mut schema.profile_test_details);
    }
    if schema.class == SchemaClass::ExperienceEvent || schema.orchestration_event_id {
        form.switch(ui, OWNER, "orchestration_event_id", &mut schema.orchestration_event_id);
    }
    form.reference::<Namespace>(
        ui,
        OWNER,
        "primary_identity",
        &mut schema.primary_identity,
        |_| true,
        NewItem::Namespace,
    );
    if schema.primary_identity.is_some() || !schema.identity_field.is_empty() {
        form.schema_field(ui, OWNER, "identity_field", &mut schema.identity_field, &schema.fields);
    }
    table(form, ui, OWNER, "fields", &mut schema.fields, 0);
    if let Some(found) = paste(ui, "schema", word("schema.paste")) {
        for field in found {
            if !schema.fields.iter().any(|known| known.path == field.path) {
                schema.fields.push(field);
            }
        }
        form.changed(word("schema.paste_step"));
    }
}

/// Fields of the items of a list.
pub(super) fn items(form: &mut Form<'_>, ui: &mut Ui, owner: &'static str, items: &mut Vec<Field>) {
    table(form, ui, owner, "items", items, 1);
}

fn table(
    form: &mut Form<'_>,
    ui: &mut Ui,
    owner: &'static str,
    field: &'static str,
    fields: &mut Vec<Field>,
    depth: usize,
) {
    let row = Row {
        add: "schema.add",
        make: &|_| Field::default(),
        key: &|_, index| index.to_string(),
        title: &|field: &Field, index| {
            if field.path.is_empty() {
                phrase("inspector.field_number", &[("n", &(index + 1).to_string())])
            } else {
                field.path.clone()
            }
        },
        fold: Some(&|field: &Field| value_word(field.kind).to_owned()),
        at_most: 1_000,
    };
    form.rows(ui, owner, field, fields, &row, |form, ui, field, _| one(form, ui, field, depth));
}

fn one(form: &mut Form<'_>, ui: &mut Ui, field: &mut Field, depth: usize) {
    const OWNER: &str = "Field";
    form.text(ui, OWNER, "path", &mut field.path);
    // Lists of different things stand in requests only.
    let offered = if field.kind == ValueType::ListAny { &TYPES[..] } else { &TYPES[..TYPES.len() - 1] };
    form.choice(ui, OWNER, "kind", &mut field.kind, offered);
    form.text(ui, OWNER, "title", &mut field.title);
    form.switch(ui, OWNER, "required", &mut field.required);
    let number = matches!(field.kind, ValueType::Integer | ValueType::Decimal);
    if field.kind == ValueType::String || !field.one_of.is_empty() {
        form.list(ui, OWNER, "one_of", &mut field.one_of);
    }
    if number || field.minimum.is_some() {
        form.number_or_none(ui, OWNER, "minimum", &mut field.minimum, Range::from(i64::MIN, "units.none"));
    }
    if number || field.maximum.is_some() {
        form.number_or_none(ui, OWNER, "maximum", &mut field.maximum, Range::from(i64::MIN, "units.none"));
    }
    if field.kind == ValueType::Decimal || field.decimals.is_some() {
        let mut decimals = field.decimals.map(i64::from);
        form.number_or_none(ui, OWNER, "decimals", &mut decimals, Range::between(0, 12, "units.none"));
        field.decimals = decimals.and_then(|digits| u32::try_from(digits).ok());
    }
    // Lists in lists beyond this depth are edited as their own schema.
    if (field.kind == ValueType::ListObject || !field.items.is_empty()) && depth < 4 {
        table(form, ui, OWNER, "items", &mut field.items, depth + 1);
    }
}
