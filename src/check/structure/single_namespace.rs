//! All events of a journey mean the same kind of person.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Event, EventId, ExitWhen, Kind, Namespace, Place};

pub(super) const RULE: Rule = Rule {
    id: "journey-single-namespace",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "All events of a journey have the same identity type.",
    why: "The platform finds the person of a later event by the identity with which they entered.",
    sources: &[source::UNITARY_EVENT, source::JOURNEY_PROPERTIES],
    flagged: || two_events(true).at_step("event-3", "event"),
    passing: || two_events(false),
    mending: Mending::None("Whether the event or the journey has the wrong identity type is for its author to say."),
    check: Check::Journey(check),
};

fn two_events(different: bool) -> Sketch {
    Sketch::event().then(steps::wait(Duration::Hours(1))).then(steps::event("event-paid")).inventory(|inventory| {
        inventory.namespaces.push(Namespace {
            id: "namespace-crm".into(),
            name: "CRM id".to_owned(),
            people: true,
            ..Namespace::default()
        });
        if different && let Some(paid) = inventory.events.iter_mut().find(|event| event.name == "OrderPaid") {
            paid.namespace = Some("namespace-crm".into());
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(own) = survey.namespace() else { return };
    let mut compare = |event: Option<&EventId>, place: Place| {
        let Some(event) = survey.estate.get::<Event>(event) else { return };
        if let Some(other) = event.namespace.as_ref().filter(|other| *other != own) {
            let message = format!(
                "The event '{}' identifies people by {}; this journey identifies them by {}.",
                event.name,
                survey.estate.name_of::<Namespace>(other),
                survey.estate.name_of::<Namespace>(own)
            );
            findings.report(place, message);
        }
    };
    for step in survey.steps() {
        if let Kind::Event(event) = step.kind() {
            compare(event.event.as_ref(), survey.field(step, "event"));
        }
    }
    for criterion in &survey.journey.properties.exit_criteria {
        if let ExitWhen::Event { event, .. } = &criterion.when {
            let field = format!("properties.exit_criteria.{}.event", criterion.id);
            compare(event.as_ref(), survey.at_journey(&field));
        }
    }
}
