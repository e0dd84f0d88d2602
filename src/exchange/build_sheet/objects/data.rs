//! Identity namespaces, schemas and datasets: what data looks like and where it is kept.

use std::collections::BTreeMap;

use crate::exchange::build_sheet::Sheet;
use crate::exchange::build_sheet::page::{Page, code, row};
use crate::exchange::build_sheet::writing;
use crate::exchange::build_sheet::xdm::{placed, stands_in};
use crate::journey::{Field, Kind, Namespace, NamespaceId, Schema, SchemaClass, SchemaId};

use super::OPEN;

pub(super) fn namespaces(page: &mut Page, namespaces: &[Namespace]) {
    if namespaces.is_empty() {
        return;
    }
    page.heading(3, "Identity namespaces");
    page.paragraph("Customer > Identities > Create identity namespace, unless they exist.");
    page.table(
        &["Display name", "Identity symbol", "Type"],
        namespaces.iter().map(|n| {
            let kind = if n.people { "Individual cross-device ID" } else { "Non-people identifier" };
            vec![n.name.clone(), code(&n.symbol), kind.to_owned()]
        }),
    );
}

/// What people call the namespace.
pub(super) fn namespace_name(sheet: &Sheet<'_>, id: Option<&NamespaceId>) -> String {
    let known = id.and_then(|id| sheet.definition.inventory.get::<Namespace>(id));
    known.map_or_else(|| "none".to_owned(), |namespace| namespace.name.clone())
}

pub(super) fn schema(page: &mut Page, sheet: &Sheet<'_>, schema: &Schema) {
    page.heading(3, &format!("Schema: {}", schema.name));
    let (method, class) = match schema.class {
        SchemaClass::IndividualProfile => ("Individual Profile", "XDM Individual Profile"),
        SchemaClass::ExperienceEvent => ("Experience Event", "XDM ExperienceEvent"),
        SchemaClass::TimeSeries => ("Other > Create class, behaviour Time-series", "a class of your own, time-series"),
        SchemaClass::JourneyStepEvent => ("nothing: it is built in", "Journey step event"),
        SchemaClass::DecisionEvent => ("nothing: it is built in", "Decision event"),
        SchemaClass::Record => ("Other > Create class, behaviour Record", "a class of your own, record"),
    };
    let mut rows = vec![
        row("Where", "Data management > Schemas > Create schema"),
        row("Choose", method),
        row("Class", class),
        row("Name", code(&schema.name)),
    ];
    if schema.profile_test_details {
        rows.push(row("Field group", "Profile test details"));
    }
    if schema.orchestration_event_id {
        rows.push(row("Field group", "Orchestration eventID"));
    }
    if schema.primary_identity.is_some() {
        let field = match schema.identity_field.as_str() {
            "" => OPEN.to_owned(),
            path => code(&writing::schema_path(schema, path)),
        };
        rows.push(row("Field to mark as *Identity* and *Primary identity*", field));
        rows.push(row("Identity namespace", namespace_name(sheet, schema.primary_identity.as_ref())));
    }
    rows.push(row("Profile", profile_switch(schema.class)));
    page.fields(&rows);
    let (used, unused): (Vec<&Field>, Vec<&Field>) =
        schema.fields.iter().partition(|field| sheet.used.in_schema(schema, field));
    page.paragraph(
        "The fields that this journey needs. A group in the second column is a standard field group: add it, and the \
         field is there. The others go into one field group of your own, which puts them below your tenant id.",
    );
    page.table(
        &["Field", "Field group", "Type", "Display name", "Allowed values"],
        used.iter().flat_map(|field| field_rows(schema, field)),
    );
    let nested = |field: &&&Field| field.path.contains('.') && placed(schema, field).group.is_none();
    if let Some(field) = used.iter().find(nested) {
        let (parent, _) = field.path.split_once('.').unwrap_or_default();
        page.item(&format!(
            "What stands between your tenant id and a field is an object: {} is made first, with the type Object. Its \
             display name, which the journey does not use, is its own name.",
            code(parent),
        ));
    }
    let mut explained: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for field in used {
        if let Some(said) = stands_in(field.kind) {
            explained.entry(said).or_default().push(code(&placed(schema, field).path));
        }
    }
    for (said, paths) in explained {
        page.item(&format!("{}: {said}.", paths.join(", ")));
    }
    if !unused.is_empty() {
        let names: Vec<String> = unused.iter().map(|field| code(&field.path)).collect();
        page.paragraph(&format!("Not needed for this journey: {}.", names.join(", ")));
    }
}

fn profile_switch(class: SchemaClass) -> &'static str {
    match class {
        SchemaClass::IndividualProfile => "on; it cannot be switched off again",
        _ => "off; the journey reads the record itself. On only where audiences are to see these records",
    }
}

/// The row of a field, and those of the items of a list of objects.
fn field_rows(schema: &Schema, field: &Field) -> Vec<Vec<String>> {
    let place = placed(schema, field);
    let own = format!("your own: {} fields", schema.name);
    let group = place.group.map_or(own.clone(), str::to_owned);
    // What a standard field may hold, its group says.
    let values = if place.group.is_some() { String::new() } else { allowed(field) };
    let mut rows = vec![vec![code(&place.path), group, place.editor, field.title.clone(), values]];
    for item in &field.items {
        // An item's own path says nothing of the list: the row names it below the list.
        let inner = placed(schema, item);
        let path = format!("{}[].{}", place.path, item.path);
        rows.push(vec![code(&path), own.clone(), inner.editor, item.title.clone(), allowed(item)]);
    }
    rows
}

fn allowed(field: &Field) -> String {
    if !field.one_of.is_empty() {
        return format!("Enum: {}; each label is its value", field.one_of.join(", "));
    }
    let bound = |name: &str, n: Option<i64>| n.map(|n| format!("{name} {n}"));
    let bounds = [bound("minimum", field.minimum), bound("maximum", field.maximum)];
    bounds.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A dataset for each schema, and those that steps write to.
pub(super) fn datasets(page: &mut Page, sheet: &Sheet<'_>) {
    let inventory = &sheet.definition.inventory;
    // Offers lie in a catalog, and a dataset that is looked up has a name of its own.
    let offers = inventory.decision_policies.iter().filter_map(|policy| policy.schema.as_ref());
    let records = inventory.datasets.iter().filter_map(|dataset| dataset.schema.as_ref());
    let elsewhere: Vec<&SchemaId> = offers.chain(records).collect();
    let own = inventory.schemas.iter().filter(|schema| !elsewhere.contains(&&schema.id));
    let own = own.map(|schema| (schema.name.clone(), schema));
    let looked_up = inventory
        .datasets
        .iter()
        .filter_map(|dataset| Some((dataset.name.clone(), inventory.get::<Schema>(dataset.schema.as_ref()?)?)));
    let written = sheet.definition.journey.activities.iter().filter_map(|activity| match &activity.kind {
        Kind::UpdateProfile(update) if !update.dataset.is_empty() => {
            Some((update.dataset.clone(), inventory.get::<Schema>(update.schema.as_ref()?)?))
        }
        _ => None,
    });
    let mut rows: Vec<Vec<String>> = own
        .chain(looked_up)
        .chain(written)
        .map(|(name, schema)| {
            let profile = if schema.class == SchemaClass::IndividualProfile { "on" } else { "off, as its schema" };
            vec![name, schema.name.clone(), profile.to_owned()]
        })
        .collect();
    rows.dedup();
    if rows.is_empty() {
        return;
    }
    page.heading(3, "Datasets");
    page.paragraph("Data management > Datasets > Create dataset > Create dataset from schema, unless they exist.");
    page.table(&["Name", "Schema", "Profile"], rows);
    page.paragraph(
        "How records come into them, live, is for the administrator to arrange with the systems that know them; until \
         they come, nothing starts this journey but the test below.",
    );
}
