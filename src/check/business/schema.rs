//! A business event has a schema of its own kind.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Event, EventKind, Item, ItemRef, Namespace, Place, Schema, SchemaClass};

pub(super) const RULE: Rule = Rule {
    id: "business-event-schema",
    aliases: &[],
    family: Family::BusinessEvent,
    severity: Severity::Error,
    summary: "A business event has a time-series schema whose identity is no person, with _id and timestamp selected.",
    why: "It happens to nobody in particular; the platform offers no other schema for it.",
    sources: &[source::BUSINESS_EVENT],
    flagged: || selecting(&["city"]).at_item(item(), "fields"),
    passing: || selecting(&["_id", "timestamp", "city"]),
    mending: Mending::Offers("Selects the fields _id and timestamp, where only they are missing."),
    check: Check::Workspace(check),
};

fn item() -> ItemRef {
    ItemRef::Event("event-store".into())
}

fn selecting(fields: &'static [&str]) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-store") {
            event.fields = fields.iter().map(|field| (*field).to_owned()).collect();
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for event in estate.inventory().events.iter().filter(|event| event.kind == EventKind::Business) {
        let place = Place::item(ItemRef::Event(event.id.clone()));
        let Some(schema) = estate.get::<Schema>(event.schema.as_ref()) else { continue };
        if schema.class != SchemaClass::TimeSeries {
            let message =
                format!("The business event '{}' needs a time-series schema; '{}' is none.", event.name, schema.name);
            findings.report(place.field("schema"), message);
            continue;
        }
        if estate.get::<Namespace>(schema.primary_identity.as_ref()).is_some_and(|namespace| namespace.people) {
            let message = format!(
                "The schema '{}' of the business event '{}' identifies people; it must not.",
                schema.name, event.name
            );
            findings.report(place.clone().field("schema"), message);
        }
        // Where no field is selected, all are.
        let selects = |name: &str| event.fields.is_empty() || event.fields.iter().any(|field| field == name);
        let missing: Vec<&str> = ["_id", "timestamp"].into_iter().filter(|name| !selects(name)).collect();
        if !missing.is_empty() {
            let message = format!("Select {} of the business event '{}' too.", missing.join(" and "), event.name);
            let mut mended: Event = event.clone();
            mended.fields.splice(0..0, missing.iter().map(|name| (*name).to_owned()));
            findings
                .report(place.field("fields"), message)
                .safe("Select them", vec![Edit::Put(Box::new(Item::Event(mended)))]);
        }
    }
}
