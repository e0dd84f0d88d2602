//! Data sources and their field groups.

use egui::Ui;

use crate::designer::fields::{Form, Row};
use crate::designer::widgets::hint_line;
use crate::designer::words::{phrase, word};
use crate::edit::new::NewItem;
use crate::journey::{Authentication, DataSource, DataSourceKind, FieldGroup, Method, Schema, SchemaClass};

use super::authentication;

const METHODS: [(Method, &str); 2] = [(Method::Get, "methods.get"), (Method::Post, "methods.post")];

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, source: &mut DataSource) {
    const OWNER: &str = "DataSource";
    form.text_area(ui, OWNER, "description", &mut source.description);
    let mut external = matches!(source.kind, DataSourceKind::External { .. });
    let ways = [(false, "source.platform"), (true, "source.external")];
    if form.variant(ui, OWNER, "kind", &mut external, &ways) {
        source.kind = if external {
            DataSourceKind::External { url: String::new(), authentication: Authentication::None }
        } else {
            DataSourceKind::Platform
        };
    }
    if let DataSourceKind::External { url, authentication } = &mut source.kind {
        form.text(ui, "DataSourceKind.External", "url", url);
        authentication::fields(form, ui, "DataSourceKind.External", authentication);
    }
    let row = Row {
        add: "source.add_group",
        make: &|_| FieldGroup::default(),
        key: &|group: &FieldGroup, index| if group.name.is_empty() { index.to_string() } else { group.name.clone() },
        title: &|group: &FieldGroup, index| {
            let number = phrase("source.group_number", &[("n", &(index + 1).to_string())]);
            if group.name.is_empty() { number } else { group.name.clone() }
        },
        fold: None,
        at_most: 200,
    };
    form.rows(ui, OWNER, "field_groups", &mut source.field_groups, &row, |form, ui, group, _| {
        form.text(ui, "FieldGroup", "name", &mut group.name);
        if external { called(form, ui, group) } else { stored(form, ui, group) }
    });
}

fn stored(form: &mut Form<'_>, ui: &mut Ui, group: &mut FieldGroup) {
    const OWNER: &str = "FieldGroup";
    let fit = |schema: &Schema| matches!(schema.class, SchemaClass::IndividualProfile | SchemaClass::ExperienceEvent);
    form.reference::<Schema>(ui, OWNER, "schema", &mut group.schema, fit, NewItem::ProfileSchema);
    let schema = group.schema.as_ref().and_then(|id| form.workspace.inventory.get::<Schema>(id));
    let fields = schema.map(|schema| schema.fields.as_slice()).unwrap_or_default();
    form.schema_fields(ui, OWNER, "paths", &mut group.paths, fields);
    hint_line(ui, word("source.all_fetched"));
}

fn called(form: &mut Form<'_>, ui: &mut Ui, group: &mut FieldGroup) {
    const OWNER: &str = "FieldGroup";
    form.choice(ui, OWNER, "method", &mut group.method, &METHODS);
    form.list(ui, OWNER, "parameters", &mut group.parameters);
    if group.method == Method::Post || !group.sent_payload.is_empty() {
        form.json(ui, OWNER, "sent_payload", &mut group.sent_payload);
    }
    form.json(ui, OWNER, "response", &mut group.response);
}
