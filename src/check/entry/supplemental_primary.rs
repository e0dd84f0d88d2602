//! A supplemental identifier is none of the person.

use super::supplemental::{self, Key};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place, Schema};

pub(super) const RULE: Rule = Rule {
    id: "supplemental-primary",
    aliases: &[],
    family: Family::Entry,
    severity: Severity::Error,
    summary: "What tells runs of one person apart is neither the primary identity nor of an identity type of people.",
    why: "The person has one such identity: it tells people apart, not their runs.",
    sources: &[source::SUPPLEMENTAL],
    flagged: || with("namespace-email").at_item(ItemRef::Event("event-order".into()), "supplemental.namespace"),
    passing: || with("namespace-product"),
    mending: Mending::None("Only the author knows which field tells runs apart."),
    check: Check::Workspace(check),
};

fn with(namespace: &'static str) -> Sketch {
    let mut supplemental = supplemental::by("@event{OrderPlaced.orderId}");
    supplemental.namespace = Some(namespace.into());
    Sketch::event()
        .inventory(|inventory| supplemental::of_event(inventory, "event-order", supplemental))
        .then(steps::email())
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for event in &estate.inventory().events {
        let Some(supplemental) = &event.supplemental else { continue };
        let place = |field: &str| Place::item(ItemRef::Event(event.id.clone())).field(format!("supplemental.{field}"));
        let schema = estate.get::<Schema>(event.schema.as_ref());
        let primary = schema.map(|schema| schema.identity_field.as_str()).unwrap_or_default();
        if supplemental.namespace.is_none() {
            let message = format!("Choose the identity type of what tells runs of '{}' apart.", event.name);
            findings.report(place("namespace"), message).to_do();
        } else if supplemental::is_of_people(estate, supplemental) {
            let message = format!(
                "The event '{}' tells runs of one person apart by an identity type of people; choose one of bookings, \
                 orders or the like.",
                event.name
            );
            findings.report(place("namespace"), message);
        }
        if let Key::Text(path) = supplemental::key(estate, supplemental)
            && !primary.is_empty()
            && path.join(".") == primary
        {
            let message =
                format!("{primary} is the primary identity of the event '{}': choose another field.", event.name);
            findings.report(place("key"), message);
        }
    }
}
