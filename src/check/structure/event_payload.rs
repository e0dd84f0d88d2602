//! An event that starts a journey has a largest size.

use crate::check::example::Sketch;
use crate::check::survey::{beyond, limit};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "event-payload-64kb",
    aliases: &["event-payload-800kb"],
    family: Family::Structure,
    severity: Severity::Warning,
    summary: "The record of an event stays below 64 KB.",
    why: "The platform drops a larger one, and the journey does not start. Older advice allowed 800 KB. Waymark measures \
          the sample.",
    sources: &[source::GUARDRAILS],
    flagged: || sampled(70_000).at_item(ItemRef::Event("event-paid".into()), "sample"),
    passing: || sampled(10),
    mending: Mending::None("Which fields the sender can leave out is for its owner to say."),
    check: Check::Workspace(check),
};

fn sampled(bytes: usize) -> Sketch {
    Sketch::event().inventory(|inventory| {
        if let Some(paid) = inventory.events.iter_mut().find(|event| event.name == "OrderPaid") {
            paid.sample = format!(r#"{{"orderId":"{}","email":"ada@example.com"}}"#, "4".repeat(bytes));
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_event_bytes;
    for event in &estate.inventory().events {
        if event.sample.len() > most {
            let (size, over) = beyond(event.sample.len(), most);
            let message = format!(
                "The sample of the event '{}' is {size} large; the platform drops records beyond {}: {over} are too many.",
                event.name,
                limit(most)
            );
            findings.report(Place::item(ItemRef::Event(event.id.clone())).field("sample"), message);
        }
    }
}
