//! A unitary event names the person.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{EventKind, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "event-profile-key-missing",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Error,
    summary: "A unitary event with an identity type says which of its fields identifies the person.",
    why: "The platform finds the profile by this field.",
    sources: &[source::UNITARY_EVENT],
    flagged: || with_key("").at_item(ItemRef::Event("event-paid".into()), "profile_identifier"),
    passing: || with_key("@event{OrderPaid.email}"),
    mending: Mending::None("Only the author knows which field identifies the person."),
    check: Check::Workspace(check),
};

fn with_key(key: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid") {
            event.profile_identifier = key.into();
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for event in &estate.inventory().events {
        if event.kind == EventKind::Unitary && event.namespace.is_some() && event.profile_identifier.is_empty() {
            let message = format!("Choose the field of the event '{}' that identifies the person.", event.name);
            let place = Place::item(ItemRef::Event(event.id.clone())).field("profile_identifier");
            findings.report(place, message).to_do();
        }
    }
}
