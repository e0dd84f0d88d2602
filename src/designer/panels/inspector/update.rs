//! An update of the profile: one to five fields and their new values.

use egui::Ui;

use crate::designer::fields::{Form, MOST_ROWS, Row, Wanted, called};
use crate::designer::words::{phrase, word};
use crate::edit::new::NewItem;
use crate::expression::Expected;
use crate::journey::{FieldUpdate, Schema, SchemaClass, UpdateProfile};

use super::paths::ways_of_failure;

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, update: &mut UpdateProfile) {
    const OWNER: &str = "UpdateProfile";
    form.reference::<Schema>(
        ui,
        OWNER,
        "schema",
        &mut update.schema,
        |schema| schema.class == SchemaClass::IndividualProfile,
        NewItem::ProfileSchema,
    );
    form.text(ui, OWNER, "dataset", &mut update.dataset);
    let schema = update.schema.as_ref().and_then(|id| form.workspace.inventory.get::<Schema>(id));
    let fields = schema.map(|schema| schema.fields.as_slice()).unwrap_or_default();
    let row = Row {
        add: "inspector.add_field",
        make: &|_| FieldUpdate::default(),
        key: &|row: &FieldUpdate, _| row.field.clone(),
        title: &|row: &FieldUpdate, index| {
            if row.field.is_empty() {
                phrase("inspector.field_number", &[("n", &(index + 1).to_string())])
            } else {
                called(&row.field, fields).to_owned()
            }
        },
        fold: None,
        at_most: MOST_ROWS,
    };
    form.rows(ui, OWNER, "fields", &mut update.fields, &row, |form, ui, row, _| {
        form.schema_field(ui, "FieldUpdate", "field", &mut row.field, fields);
        let kind =
            fields.iter().find(|field| field.path == row.field).map_or(Expected::Any, |field| Expected::Of(field.kind));
        form.expression(ui, "FieldUpdate", "value", &mut row.value, &Wanted { kind });
    });
    let ways = ways_of_failure(form);
    form.path(ui, OWNER, "error_path", word("inspector.if_update_fails"), ways, &mut update.error_path);
}
