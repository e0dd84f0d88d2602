//! Events: what the platform hears of, how it knows a record, whose it is.

use crate::exchange::build_sheet::Sheet;
use crate::exchange::build_sheet::page::{Page, Row, code, row};
use crate::exchange::build_sheet::{fields, writing};
use crate::journey::{Event, EventIdType, EventKind, Schema, SupplementalId};

use super::data::namespace_name;

pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>, event: &Event) {
    let inventory = &sheet.definition.inventory;
    page.heading(3, &format!("Event: {}", event.name));
    let schema = event.schema.as_ref().and_then(|id| inventory.get::<Schema>(id));
    let kind = match event.kind {
        EventKind::Unitary => "Unitary",
        EventKind::Business => "Business",
    };
    let mut rows = vec![
        row("Where", "Administration > Configurations > Events > Manage > Create event"),
        row("Name", code(&event.name)),
        row("Description", &*event.description),
        row("Type", kind),
        row("Schema", schema.map_or("", |schema| schema.name.as_str())),
    ];
    match &event.id_type {
        EventIdType::RuleBased(_) => rows.push(row("Event ID type", "Rule based")),
        EventIdType::SystemGenerated(_) => {
            rows.push(row("Event ID type", "System generated"));
            rows.push(row(
                "Event ID",
                "generated: save, open the event again, and take it from the payload preview. The sender repeats it in \
                 every record, as `_experience.campaign.orchestration.eventID`",
            ));
        }
    }
    if event.kind == EventKind::Unitary {
        rows.push(row("Namespace", namespace_name(sheet, event.namespace.as_ref())));
        let identifier = writing::expression(inventory, &event.profile_identifier.0);
        rows.push(row("Profile identifier", code(&identifier)));
        rows.extend(supplemental_rows(sheet, event.supplemental.as_ref()));
    }
    page.fields(&rows);
    page.paragraph("Fields to select; those that the product selects by itself stay:");
    for path in event.fields.iter().filter(|path| needed(sheet, event, path)) {
        let several =
            schema.and_then(|schema| fields::field(schema, path)).is_some_and(|field| !field.items.is_empty());
        let below = if several { ", with all fields below it" } else { "" };
        page.item(&format!("{}{below}", code(&writing::event_path(inventory, event, path))));
    }
    if let EventIdType::RuleBased(condition) = &event.id_type {
        page.code(
            "Event ID condition; drawn with the fields where the editor takes no text:",
            "",
            &writing::expression(inventory, &condition.0),
        );
    }
}

/// What tells runs of one person apart, as both an event and a read audience ask for it.
pub(in crate::exchange::build_sheet) fn supplemental_rows(
    sheet: &Sheet<'_>,
    supplemental: Option<&SupplementalId>,
) -> Vec<Row> {
    let Some(supplemental) = supplemental else { return Vec::new() };
    let key = writing::expression(&sheet.definition.inventory, &supplemental.key.0);
    vec![
        row("Use supplemental identifier", "yes"),
        row("Supplemental identifier", code(&key)),
        row("Supplemental namespace", namespace_name(sheet, supplemental.namespace.as_ref())),
    ]
}

/// A business event is refused without the two fields of its class.
fn needed(sheet: &Sheet<'_>, event: &Event, path: &str) -> bool {
    sheet.used.in_event(event, path) || (event.kind == EventKind::Business && matches!(path, "_id" | "timestamp"))
}

/// The event's sample with what the journey reads of it, as the test mode takes it; what the product fills in by itself
/// is left out.
pub(in crate::exchange::build_sheet) fn test_record(sheet: &Sheet<'_>, event: &Event) -> Option<String> {
    let schema = sheet.definition.inventory.get::<Schema>(event.schema.as_ref()?)?;
    let record = writing::record(
        schema,
        |path| sheet.used.in_event(event, path) && !matches!(path, "_id" | "timestamp"),
        &event.sample,
    )?;
    serde_json::to_string_pretty(&record).ok()
}
