//! Datasets: what records look like, by which field they are found, and some of them for test runs.

use egui::Ui;

use crate::designer::fields::{Form, Row};
use crate::designer::widgets::hint_line;
use crate::designer::words::{phrase, word};
use crate::edit::new::NewItem;
use crate::expression::title;
use crate::journey::{Dataset, Field, Record, Schema, SchemaClass, ValueType};

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, dataset: &mut Dataset) {
    const OWNER: &str = "Dataset";
    form.text_area(ui, OWNER, "description", &mut dataset.description);
    let is_record = |schema: &Schema| matches!(schema.class, SchemaClass::Record | SchemaClass::IndividualProfile);
    form.reference::<Schema>(ui, OWNER, "schema", &mut dataset.schema, is_record, NewItem::RecordSchema);
    form.switch(ui, OWNER, "for_profiles", &mut dataset.for_profiles);
    if dataset.for_profiles || dataset.fed_by_others {
        form.switch(ui, OWNER, "fed_by_others", &mut dataset.fed_by_others);
    }
    form.switch(ui, OWNER, "lookup", &mut dataset.lookup);
    let schema = dataset.schema.as_ref().and_then(|id| form.workspace.inventory.get::<Schema>(id));
    let fields = schema.map(|schema| schema.fields.as_slice()).unwrap_or_default();
    let texts: Vec<Field> = fields.iter().filter(|field| field.kind == ValueType::String).cloned().collect();
    form.schema_field(ui, OWNER, "key", &mut dataset.key, &texts);
    let key = dataset.key.clone();
    let row = Row {
        add: "dataset.add_record",
        make: &|_| Record::default(),
        key: &|_, index| index.to_string(),
        title: &|record: &Record, index| match record.values.get(&key).filter(|key| !key.is_empty()) {
            Some(key) => key.clone(),
            None => phrase("dataset.record_number", &[("n", &(index + 1).to_string())]),
        },
        fold: Some(&|record: &Record| {
            let others = record.values.iter().filter(|(field, value)| **field != key && !value.is_empty());
            others.map(|(field, value)| said(fields, field, value)).collect::<Vec<_>>().join(" · ")
        }),
        at_most: 500,
    };
    form.rows(ui, OWNER, "records", &mut dataset.records, &row, |form, ui, record, _| {
        form.stated(ui, "Record", fields, &mut record.values);
        if fields.is_empty() {
            hint_line(ui, word("dataset.no_schema"));
        }
    });
    hint_line(ui, word("dataset.records_what"));
}

/// A value of a record, by what people call its field: "Rooms 120".
fn said(fields: &[Field], path: &str, value: &str) -> String {
    let field = fields.iter().find(|field| field.path == path);
    let name = field.map_or_else(|| title::of_last(path), title::of);
    let value = match (field.map(|field| field.kind), value) {
        (Some(ValueType::Boolean), "true") => word("values.yes"),
        (Some(ValueType::Boolean), "false") => word("values.no"),
        _ => value,
    };
    format!("{name} {value}")
}
