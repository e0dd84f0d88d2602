//! An entry by audience says which identity its people have.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Duration, Kind, NamespaceId};

pub(super) const RULE: Rule = Rule {
    id: "aq-namespace-required-first",
    aliases: &["read-audience-namespace-required"],
    family: Family::Qualification,
    severity: Severity::Error,
    summary: "An entry by audience says which identity type its people have.",
    why: "People without an identity of this type do not enter.",
    sources: &[source::QUALIFICATION, source::READ_AUDIENCE],
    flagged: || {
        Sketch::qualification().with(|step| set(step, None)).at("namespace").then(steps::wait(Duration::Hours(1)))
    },
    passing: || {
        Sketch::qualification()
            .with(|step| set(step, Some("namespace-email".into())))
            .then(steps::wait(Duration::Hours(1)))
    },
    mending: Mending::Offers("Takes the first identity type of people."),
    check: Check::Journey(check),
};

fn set(activity: &mut Activity, namespace: Option<NamespaceId>) {
    match &mut activity.kind {
        Kind::AudienceQualification(qualification) => qualification.namespace = namespace,
        Kind::ReadAudience(read) => read.namespace = namespace,
        _ => {}
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let people = survey.estate.inventory().namespaces.iter().find(|namespace| namespace.people);
    for step in survey.steps() {
        let missing = match step.kind() {
            Kind::AudienceQualification(qualification) => qualification.namespace.is_none() && step.arriving.is_empty(),
            Kind::ReadAudience(read) => read.namespace.is_none(),
            _ => false,
        };
        if missing {
            let message = format!("Choose the identity type of the people who enter at {}.", survey.name(step));
            let finding = findings.report(survey.field(step, "namespace"), message).to_do();
            if let Some(namespace) = people {
                let edits = survey.mend().step(step, |activity| set(activity, Some(namespace.id.clone())));
                finding.safe(format!("Use {}", namespace.name), edits);
            }
        }
    }
}
