//! Campaign's real-time instances take no audiences.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "read-audience-campaign-action",
    aliases: &["campaign-event-initiated-only"],
    family: Family::ReadAudience,
    severity: Severity::Error,
    summary: "A journey that reads an audience sends nothing through Campaign.",
    why: "The volume of an audience would overload Campaign's execution instances; they take event-initiated journeys \
          only.",
    sources: &[source::GUARDRAILS, source::BLUEPRINT_CAMPAIGN_V7],
    flagged: || Sketch::read().then(steps::campaign_without_event()).at(""),
    passing: || Sketch::read().then(steps::email()),
    mending: Mending::None("Which other entry or which other channel fits is for the author to say."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let has_business = survey.steps().any(|step| matches!(step.kind(), Kind::BusinessEvent(_)));
    let read = survey.steps().find(|step| matches!(step.kind(), Kind::ReadAudience(_)));
    // Behind a business event the narrower rule speaks.
    let Some(read) = read.filter(|_| !has_business) else { return };
    for step in survey.steps().filter(|step| matches!(step.kind(), Kind::Campaign(_))) {
        let message = format!(
            "{} sends through Campaign, which takes no journeys that begin with {}.",
            survey.title(step),
            survey.name(read)
        );
        findings.report(survey.place(step), message);
    }
}
