//! A journey that people came into by an audience goes on so.

use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::journey::{Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "version-aq-start-fixed",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Error,
    summary: "A journey whose first version starts with an audience qualification keeps it as its entry.",
    why: "The platform does not publish the new version.",
    sources: &[source::GUARDRAILS],
    flagged: || short(Sketch::event()).published(1, short(Sketch::qualification())).at_step("event-1", ""),
    passing: || short(Sketch::qualification()).published(1, short(Sketch::qualification())).at_step("qualify-1", ""),
    mending: Mending::None("Only its author knows whether this is another journey."),
    check: Check::Journey(check),
};

fn short(sketch: Sketch) -> Sketch {
    sketch.then(steps::wait(Duration::Hours(1)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let is_qualification = |kind: &Kind| matches!(kind, Kind::AudienceQualification(_));
    let Some(first) = &survey.first_version else { return };
    let Some(entry) = survey.entry().filter(|entry| !is_qualification(entry.kind())) else { return };
    if first.entry.is_some_and(is_qualification) {
        let message = format!(
            "Version {} started with an audience qualification; every version must. Start with it, or make another \
             journey of this.",
            first.number
        );
        findings.report(survey.place(entry), message);
    }
}
