//! A journey that read an audience does not begin to listen to an event.

use super::{is_event, short};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "version-read-audience-start-fixed",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Error,
    summary: "A journey whose first version starts with a read audience does not start with an event later.",
    why: "The platform does not publish the new version.",
    sources: &[source::GUARDRAILS],
    flagged: || short(Sketch::event()).published(1, short(Sketch::read())).at_step("event-1", ""),
    passing: || short(Sketch::read()).published(1, short(Sketch::read())).at_step("read-1", ""),
    mending: Mending::None("Only its author knows whether this is another journey."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(first) = &survey.first_version else { return };
    let Some(entry) = survey.entry().filter(|entry| is_event(entry.kind())) else { return };
    if matches!(first.entry, Some(Kind::ReadAudience(_))) {
        let message = format!(
            "Version {} started with a read audience; a later one cannot start with an event. Read the audience, or \
             make another journey of this.",
            first.number
        );
        findings.report(survey.place(entry), message);
    }
}
