//! The condition of an event compares like with like.

use crate::check::example::Sketch;
use crate::check::expression::TYPE_MISMATCH;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, condition, source};
use crate::edit::Edit;
use crate::expression::Expected;
use crate::journey::{Event, EventIdType, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "event-rule-type-mismatch",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Error,
    summary: "The condition of an event compares each field with a value of the field's own type.",
    why: "Otherwise the condition cannot be evaluated: the platform drops every record, and nobody enters.",
    sources: &[source::TROUBLESHOOTING_EXECUTION, source::UNITARY_EVENT],
    flagged: || with("@event{OrderPaid.eventType} == 3").at_item(ItemRef::Event("event-paid".into()), "id_type"),
    passing: || with("@event{OrderPaid.eventType} == \"paid\""),
    mending: Mending::Offers("Takes the quotes off a number, or puts them on."),
    check: Check::Workspace(check),
};

fn with(condition: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid") {
            event.id_type = EventIdType::RuleBased(condition.into());
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for event in &estate.inventory().events {
        let EventIdType::RuleBased(rule) = &event.id_type else { continue };
        let typed = estate.language.typed(rule.as_str(), Expected::CONDITION);
        let mismatch = typed
            .problems
            .iter()
            .find(|problem| TYPE_MISMATCH.contains(&problem.code) && !condition::is_empty_box(problem, rule.as_str()));
        let Some(problem) = mismatch else { continue };
        let message = format!("Every record of the event '{}' is dropped: {}", event.name, problem.message);
        let finding = findings.report(Place::item(ItemRef::Event(event.id.clone())).field("id_type"), message);
        if let Some(fix) = &problem.fix {
            let id_type = EventIdType::RuleBased(fix.apply(rule.as_str()).as_str().into());
            let mended = Event { id_type, ..event.clone() };
            finding.suggested(format!("Write {}", fix.text), vec![Edit::Put(Box::new(Item::Event(mended)))]);
        }
    }
}
