//! By the blueprint with Campaign there are no business events.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Platform};

pub(super) const RULE: Rule = Rule {
    id: "waymark-business-event-unsupported",
    aliases: &[],
    family: Family::BusinessEvent,
    severity: Severity::Error,
    summary: "By the blueprints no journey begins with a business event.",
    why: "The blueprint with Campaign lists business events as not supported, whatever the journey sends through.",
    sources: &[source::BLUEPRINT_CAMPAIGN_V7],
    flagged: || Sketch::business().platform(Platform::Blueprint).at_step("business-1", "").then(steps::email()),
    passing: || Sketch::business().then(steps::email()),
    mending: Mending::None("Which other entry fits is for the author to say."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // With a Campaign message the narrower rule speaks.
    if survey.steps().any(|step| matches!(step.kind(), Kind::Campaign(_))) {
        return;
    }
    for step in survey.steps().filter(|step| matches!(step.kind(), Kind::BusinessEvent(_))) {
        let message = format!("{} is a business event, which the blueprints do not support.", survey.title(step));
        findings.report(survey.place(step), message);
    }
}
