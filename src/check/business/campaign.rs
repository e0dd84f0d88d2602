//! Business events reach too many people for Campaign's real-time instances.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "business-event-campaign-v7",
    aliases: &["campaign-business-event"],
    family: Family::BusinessEvent,
    severity: Severity::Error,
    summary: "A journey with a Campaign message does not begin with a business event.",
    why: "The volume of an audience would overload Campaign's execution instances; only single events may start such \
          a journey.",
    sources: &[source::BLUEPRINT_CAMPAIGN_V7, source::CAMPAIGN_ACTION],
    flagged: || Sketch::business().then(steps::campaign_without_event()).at(""),
    passing: || Sketch::business().then(steps::email()),
    mending: Mending::None("Which other entry or which other channel fits is for the author to say."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(business) = survey.steps().find(|step| matches!(step.kind(), Kind::BusinessEvent(_))) else { return };
    for step in survey.steps().filter(|step| matches!(step.kind(), Kind::Campaign(_))) {
        let message = format!(
            "{} sends through Campaign, which takes no journeys that begin with {}.",
            survey.title(step),
            survey.name(business)
        );
        findings.report(survey.place(step), message);
    }
}
