//! All events together are not too many.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::describe::grouped;
use crate::journey::{Event, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "event-ingest-rate",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Warning,
    summary: "No more than 5,000 events a second come, all events together.",
    why: "The organization takes 5,000 a second; the others wait in a queue, for at most 24 hours. By the \
          guardrails journeys by audience have another 5,000 a second of their own; the page on events knows one number \
          for all.",
    sources: &[source::EVENTS, source::GUARDRAILS],
    flagged: || rush(5_400).at_item(ItemRef::Event("event-paid".into()), "peak_per_second"),
    passing: || rush(1_200),
    mending: Mending::None("Fewer events, or a larger quota, is for the organization to decide."),
    check: Check::Workspace(check),
};

fn rush(peak: i64) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid") {
            event.peak_per_second = Some(peak);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.event_rate_per_second;
    let peak = |event: &&Event| event.peak_per_second.unwrap_or(0).max(0);
    let events = estate.inventory().events.iter();
    let total = events.clone().fold(0_i64, |total, event| total.saturating_add(peak(&event)));
    let Some(largest) = events.max_by_key(peak).filter(|_| total > most) else { return };
    let message = format!(
        "In their busiest seconds the events are {total} together, {} of them '{}'; the organization takes {most} a second.",
        grouped(peak(&largest)),
        largest.name,
        total = grouped(total),
        most = grouped(most),
    );
    findings.report(Place::item(ItemRef::Event(largest.id.clone())).field("peak_per_second"), message);
}
