//! Data sources: the platform's profile store, and calls of other systems.

use crate::exchange::build_sheet::Sheet;
use crate::exchange::build_sheet::page::{Page, code, row};
use crate::exchange::build_sheet::writing;
use crate::journey::{DataSource, DataSourceKind, FieldGroup, Schema};

use super::authentication;

pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>, source: &DataSource) {
    page.heading(3, &format!("Data source: {}", source.name));
    let place = row("Where", "Administration > Configurations > Data sources");
    match &source.kind {
        DataSourceKind::Platform => {
            page.fields(&[place, row("Data source", "Adobe Experience Platform, which is there already")]);
            for group in &source.field_groups {
                platform_group(page, sheet, source, group);
            }
        }
        DataSourceKind::External { url, authentication } => {
            let mut rows = vec![
                place,
                row("Choose", "Create data source"),
                row("Name", code(&source.name)),
                row("Description", &*source.description),
                row("URL", code(url)),
            ];
            rows.extend(authentication::rows(authentication));
            page.fields(&rows);
            authentication::body(page, authentication);
            for group in &source.field_groups {
                external_group(page, group);
            }
        }
    }
}

fn platform_group(page: &mut Page, sheet: &Sheet<'_>, source: &DataSource, group: &FieldGroup) {
    let schema = group.schema.as_ref().and_then(|id| sheet.definition.inventory.get::<Schema>(id));
    let used: Vec<&String> =
        group.paths.iter().filter(|path| sheet.used.in_group(&source.name, &group.name, path)).collect();
    if used.is_empty() {
        page.paragraph("No field group is needed: the steps of this journey read no profile, only its messages do.");
        return;
    }
    page.heading(4, &format!("Field group: {}", group.name));
    page.fields(&[
        row("Choose", "Add a new field group"),
        row("Name", code(&group.name)),
        row("Schema", schema.map_or("", |schema| schema.name.as_str())),
    ]);
    page.paragraph("Select these fields, and no more: one call fetches all of them.");
    for path in used {
        let shown = schema.map_or_else(|| path.clone(), |schema| writing::schema_path(schema, path));
        page.item(&code(&shown));
    }
}

fn external_group(page: &mut Page, group: &FieldGroup) {
    page.heading(4, &format!("Field group: {}", group.name));
    page.fields(&[
        row("Choose", "Add a new field group"),
        row("Name", code(&group.name)),
        row("Method", group.method.name()),
        row("Dynamic values", code(&group.parameters.join(","))),
    ]);
    if !group.sent_payload.is_empty() {
        page.code("Sent payload:", "json", &group.sent_payload);
    }
    page.code("Response payload:", "json", &group.response);
}
