//! A system-generated event needs a schema that carries its id.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{EventIdType, EventKind, Item, ItemRef, Place, Schema};

pub(super) const RULE: Rule = Rule {
    id: "event-system-generated-needs-eventid",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Error,
    summary: "A system-generated event needs a schema with the field group 'Orchestration eventID'.",
    why: "The sender repeats the id that the platform generated; without the field group there is no place for it.",
    sources: &[
        source::UNITARY_EVENT,
        source::GUARDRAILS,
        source::BLUEPRINT_CAMPAIGN_V7,
        source::BLUEPRINT_THIRD_PARTY,
        source::BLUEPRINT_TRIGGERED,
    ],
    flagged: || generated(false).at_item(ItemRef::Event("event-paid".into()), "schema"),
    passing: || generated(true),
    mending: Mending::Offers("Marks the schema as having the field group, to be added on the platform too."),
    check: Check::Workspace(check),
};

fn generated(field_group: bool) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid") {
            event.id_type = EventIdType::SystemGenerated("4f0c".to_owned());
        }
        for schema in inventory.schemas.iter_mut().filter(|schema| schema.id.as_str() == "schema-order") {
            schema.orchestration_event_id = field_group;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for event in &estate.inventory().events {
        let EventIdType::SystemGenerated(_) = event.id_type else { continue };
        // A business event cannot be system generated at all: another rule says so.
        if event.kind == EventKind::Business {
            continue;
        }
        let Some(schema) = estate.get::<Schema>(event.schema.as_ref()) else { continue };
        if !schema.orchestration_event_id {
            let message = format!(
                "The event '{}' is system generated, but its schema '{}' lacks the field group 'Orchestration eventID'.",
                event.name, schema.name
            );
            let mended = Schema { orchestration_event_id: true, ..schema.clone() };
            findings
                .report(Place::item(ItemRef::Event(event.id.clone())).field("schema"), message)
                .suggested("The schema has it", vec![Edit::Put(Box::new(Item::Schema(mended)))]);
        }
    }
}
