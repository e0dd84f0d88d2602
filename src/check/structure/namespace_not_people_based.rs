//! People come in by what identifies people.

use crate::check::example::Sketch;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Event, Kind, Namespace, NamespaceId};

pub(super) const RULE: Rule = Rule {
    id: "namespace-not-people-based",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "The identity type of an event, a read audience or an audience qualification identifies people.",
    why: "A journey concerns people. The platform does not offer identity types of products, bookings and the like.",
    sources: &[source::UNITARY_EVENT, source::READ_AUDIENCE, source::QUALIFICATION],
    flagged: || Sketch::read().with(|activity| set(activity, "namespace-product".into())).at("namespace"),
    passing: Sketch::read,
    mending: Mending::Offers("Uses the workspace's identity type for people, where there is only one."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let (field, namespace) = match &step.activity.kind {
            Kind::Event(event) => {
                ("event", survey.estate.get::<Event>(event.event.as_ref()).and_then(|event| event.namespace.as_ref()))
            }
            Kind::AudienceQualification(entry) => ("namespace", entry.namespace.as_ref()),
            Kind::ReadAudience(entry) => ("namespace", entry.namespace.as_ref()),
            _ => continue,
        };
        let Some(namespace) = survey.estate.get::<Namespace>(namespace).filter(|namespace| !namespace.people) else {
            continue;
        };
        let message = format!(
            "{} identifies people by {}, which does not identify people; choose an identity type that does.",
            survey.title(step),
            namespace.name
        );
        let finding = findings.report(survey.field(step, field), message);
        if let Some(only) = only_people_namespace(survey).filter(|_| field == "namespace") {
            let edits = survey.mend().step(step, |activity| set(activity, only.id.clone()));
            finding.suggested(format!("Use {}", only.name), edits);
        }
    }
}

fn set(activity: &mut Activity, namespace: NamespaceId) {
    match &mut activity.kind {
        Kind::AudienceQualification(entry) => entry.namespace = Some(namespace),
        Kind::ReadAudience(entry) => entry.namespace = Some(namespace),
        _ => {}
    }
}

/// The only identity type for people.
fn only_people_namespace<'a>(survey: &Survey<'a>) -> Option<&'a Namespace> {
    let mut people = survey.estate.inventory().namespaces.iter().filter(|namespace| namespace.people);
    people.next().filter(|_| people.next().is_none())
}
