//! An audience qualification says which change counts.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Behaviour, Kind};

pub(super) const RULE: Rule = Rule {
    id: "aq-behaviour-required",
    aliases: &[],
    family: Family::Qualification,
    severity: Severity::Error,
    summary: "An audience qualification says whether entering, leaving or both count.",
    why: "The platform does not guess.",
    sources: &[source::QUALIFICATION],
    flagged: || Sketch::qualification().with(|step| set(step, None)).at("behaviour").then(steps::email()),
    passing: || Sketch::qualification().with(|step| set(step, Some(Behaviour::Enter))).then(steps::email()),
    mending: Mending::Offers("Lets entrances count."),
    check: Check::Journey(check),
};

fn set(activity: &mut Activity, behaviour: Option<Behaviour>) {
    if let Kind::AudienceQualification(qualification) = &mut activity.kind {
        qualification.behaviour = behaviour;
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::AudienceQualification(qualification) = step.kind() else { continue };
        if qualification.behaviour.is_none() {
            let message = format!("Choose whether entering, leaving or both count at {}.", survey.name(step));
            let edits = survey.mend().step(step, |activity| set(activity, Some(Behaviour::Enter)));
            findings.report(survey.field(step, "behaviour"), message).to_do().safe("People who enter", edits);
        }
    }
}
