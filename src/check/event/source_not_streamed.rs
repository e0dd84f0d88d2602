//! Only streamed events start a journey.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Event, Kind};

pub(super) const RULE: Rule = Rule {
    id: "event-source-not-streamed",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Warning,
    summary: "Only events that are streamed to the platform reach a journey.",
    why: "Records that come in batches, from a query, or from the platform's own datasets trigger nothing. Build an \
          audience from them and read it.",
    sources: &[source::GUARDRAILS],
    flagged: || streamed(false).at_step("event-1", "event"),
    passing: || streamed(true),
    mending: Mending::None("How the records are sent is decided outside the journey."),
    check: Check::Journey(check),
};

fn streamed(streamed: bool) -> Sketch {
    Sketch::event().then(steps::email()).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.streamed = streamed;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let id = match step.kind() {
            Kind::Event(activity) => activity.event.as_ref(),
            Kind::BusinessEvent(activity) => activity.event.as_ref(),
            _ => continue,
        };
        if let Some(event) = survey.estate.get::<Event>(id).filter(|event| !event.streamed) {
            let message = format!("The event '{}' is not streamed: it will never reach this journey.", event.name);
            findings.report(survey.field(step, "event"), message);
        }
    }
}
