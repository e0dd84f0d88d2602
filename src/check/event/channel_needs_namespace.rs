//! Messages need people that the entry event identifies.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Event, Kind, Schema};

pub(super) const RULE: Rule = Rule {
    id: "event-channel-action-needs-namespace",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Error,
    summary: "A journey that sends messages begins with an event that has an identity type.",
    why: "Without it nobody's address is known: activation fails with ERR_MODEL_RULES_16.",
    sources: &[source::TEST_MODE],
    flagged: || without_namespace(true).at(""),
    passing: || without_namespace(false),
    mending: Mending::None("The event itself has the remedy: it lacks its identity type."),
    check: Check::Journey(check),
};

fn without_namespace(without: bool) -> Sketch {
    Sketch::event().then(steps::email()).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            if without {
                event.namespace = None;
            }
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(Kind::Event(entry)) = survey.entry().map(|entry| entry.kind()) else { return };
    let Some(event) = survey.estate.get::<Event>(entry.event.as_ref()) else { return };
    if event.namespace.is_some() {
        return;
    }
    for step in survey.steps().filter(|step| matches!(step.kind(), Kind::Message(_) | Kind::MultiAction(_))) {
        let schema = survey.estate.get::<Schema>(event.schema.as_ref()).map_or("none", |schema| schema.name.as_str());
        let message = format!(
            "{} needs to know the person, but the event '{}' (schema '{schema}') has no identity type.",
            survey.title(step),
            event.name
        );
        findings.report(survey.place(step), message);
    }
}
