//! A journey that people came into by an event goes on so.

use super::{is_event, short};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "version-event-start-fixed",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Error,
    summary: "A journey whose first version starts with an event starts with an event in every version.",
    why: "The platform does not publish the new version.",
    sources: &[source::GUARDRAILS],
    flagged: || short(Sketch::qualification()).published(1, short(Sketch::event())).at_step("qualify-1", ""),
    passing: || short(Sketch::event()).published(1, short(Sketch::event())).at_step("event-1", ""),
    mending: Mending::None("Only its author knows whether this is another journey."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(first) = &survey.first_version else { return };
    let Some(entry) = survey.entry().filter(|entry| !is_event(entry.kind())) else { return };
    if first.entry.is_some_and(is_event) {
        let message = format!(
            "Version {} started with an event; later versions must too. Start with one, or make another journey of this.",
            first.number
        );
        findings.report(survey.place(entry), message);
    }
}
