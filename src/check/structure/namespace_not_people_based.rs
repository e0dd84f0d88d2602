//! People come in by what identifies people.

use crate::check::example::Sketch;
use crate::check::survey::or_list;
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
    mending: Mending::Offers("Uses an identity type of the workspace that tells people apart."),
    check: Check::Journey(check),
};

/// More than these are looked for in the list.
const OFFERED: usize = 3;

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
        let people: Vec<&Namespace> =
            survey.estate.inventory().namespaces.iter().filter(|namespace| namespace.people).collect();
        let named: Vec<&str> = people.iter().take(OFFERED).map(|namespace| namespace.name.as_str()).collect();
        let choose = if named.is_empty() { String::new() } else { format!("; choose {}", or_list(&named)) };
        let message = format!("{}: '{}' tells things apart, not people{choose}.", survey.title(step), namespace.name);
        let finding = findings.report(survey.field(step, field), message);
        for known in people.iter().take(OFFERED).filter(|_| field == "namespace") {
            let edits = survey.mend().step(step, |activity| set(activity, known.id.clone()));
            finding.suggested(format!("Identify people by '{}'", known.name), edits);
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
