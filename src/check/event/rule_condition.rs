//! A rule-based event needs its condition.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{EventIdType, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "event-rule-condition-missing",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Error,
    summary: "A rule-based event has a condition that tells it from other records.",
    why: "Without it the platform cannot tell which records are this event.",
    sources: &[source::UNITARY_EVENT],
    flagged: || with_condition("").at_item(ItemRef::Event("event-paid".into()), "id_type"),
    passing: || with_condition("@event{OrderPaid.eventType} == \"paid\""),
    mending: Mending::None("Only the author knows what tells this event from others."),
    check: Check::Workspace(check),
};

fn with_condition(condition: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid") {
            event.id_type = EventIdType::RuleBased(condition.into());
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for event in &estate.inventory().events {
        if matches!(&event.id_type, EventIdType::RuleBased(condition) if condition.is_empty()) {
            let message = format!("Say by which condition the event '{}' is recognised.", event.name);
            findings.report(Place::item(ItemRef::Event(event.id.clone())).field("id_type"), message).to_do();
        }
    }
}
