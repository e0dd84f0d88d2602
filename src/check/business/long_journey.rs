//! A new business event ends the runs of the last one.

use crate::check::example::{Sketch, steps};
use crate::check::survey::days;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "business-event-long-journey",
    aliases: &[],
    family: Family::BusinessEvent,
    severity: Severity::Warning,
    summary: "A journey that business events start again and again is short.",
    why: "A new event ends the paths that the last one began, like a new recurrence.",
    sources: &[source::BUSINESS_EVENT],
    flagged: || lasting(20).at_step("business-1", ""),
    passing: || lasting(2),
    mending: Mending::None("Which waits can be shorter is for the author to say."),
    check: Check::Journey(check),
};

fn lasting(days: i64) -> Sketch {
    Sketch::business()
        .properties(|properties| properties.allow_several_executions = true)
        .then(steps::wait(Duration::Days(days)))
        .then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if !survey.journey.properties.allow_several_executions {
        return;
    }
    let Some(business) = survey.steps().find(|step| matches!(step.kind(), Kind::BusinessEvent(_))) else { return };
    let longest = survey.latest_arrivals().iter().copied().max().unwrap_or_default();
    if longest > Duration::Days(survey.estate.numbers.business_journey_days).milliseconds() {
        let message = format!(
            "Paths last up to {}; when {} happens again in that time, people are taken out before the end.",
            days(longest),
            survey.name(business)
        );
        findings.report(survey.place(business), message);
    }
}
