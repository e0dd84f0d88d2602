//! Business events are always rule-based.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{EventIdType, EventKind, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "business-event-rule-based-only",
    aliases: &[],
    family: Family::BusinessEvent,
    severity: Severity::Error,
    summary: "A business event is recognised by a condition (rule-based), never by a generated id.",
    why: "The platform offers no generated id for business events.",
    sources: &[source::EVENTS],
    flagged: || with(EventIdType::SystemGenerated("77aa".to_owned())).at_item(item(), "id_type"),
    passing: || with(EventIdType::RuleBased("@event{StoreOpened.city} != \"\"".into())),
    mending: Mending::None("Which records mean that it happened is for the author to say."),
    check: Check::Workspace(check),
};

fn item() -> ItemRef {
    ItemRef::Event("event-store".into())
}

fn with(id_type: EventIdType) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-store") {
            event.id_type = id_type.clone();
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for event in estate.inventory().events.iter().filter(|event| event.kind == EventKind::Business) {
        if matches!(event.id_type, EventIdType::SystemGenerated(_)) {
            let message = format!(
                "'{}' is recognised by a generated id, which business events have not: say which records mean that it \
                 happened.",
                event.name
            );
            let place = Place::item(ItemRef::Event(event.id.clone())).field("id_type");
            findings.report(place, message).by_hand("Set the condition");
        }
    }
}
