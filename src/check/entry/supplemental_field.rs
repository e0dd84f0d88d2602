//! A supplemental identifier is a text.

use super::supplemental::{self, Key};
use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "supplemental-type",
    aliases: &[],
    family: Family::Entry,
    severity: Severity::Error,
    summary: "The supplemental identifier of an event is a text, or a text in each object of a list.",
    why: "The platform takes no numbers, no lists of texts and no maps; a list of objects begins a run for each of them.",
    sources: &[source::SUPPLEMENTAL],
    flagged: || with("@event{OrderPlaced.total}").at_item(ItemRef::Event("event-order".into()), "supplemental.key"),
    passing: || with("@event{OrderPlaced.orderId}"),
    mending: Mending::None("Only the author knows which field tells runs apart."),
    check: Check::Workspace(check),
};

fn with(key: &'static str) -> Sketch {
    Sketch::event()
        .inventory(|inventory| supplemental::of_event(inventory, "event-order", supplemental::by(key)))
        .then(crate::check::example::steps::email())
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for event in &estate.inventory().events {
        let Some(supplemental) = &event.supplemental else { continue };
        let place = Place::item(ItemRef::Event(event.id.clone())).field("supplemental.key");
        if supplemental.key.is_empty() {
            let message =
                format!("Choose the field of the event '{}' that tells runs of one person apart.", event.name);
            findings.report(place, message).to_do();
        } else if let Key::Other(field) = supplemental::key(estate, supplemental) {
            let message = format!("{field} cannot tell runs of one person apart: it is no text.");
            findings.report(place, message);
        }
    }
}
