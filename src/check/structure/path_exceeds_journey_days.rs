//! No path takes longer than people may stay.

use crate::check::example::{Sketch, steps};
use crate::check::survey::days;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, platform, rule, source};
use crate::journey::{Duration, Kind, Wait};

pub(super) const RULE: Rule = Rule {
    id: "path-waits-exceed-global-timeout",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Warning,
    summary: "The waits and timeouts of a path stay below 91 days together.",
    why: "After 91 days everybody is taken out of a journey; whatever stands further on never happens for them. \
          Older text took people out after 30 days, then after 90.",
    sources: &[source::WAIT, source::GUARDRAILS],
    flagged: || waiting(60).at(""),
    passing: || waiting(10),
    mending: Mending::None("Which of the waits to shorten is for the author to say."),
    check: Check::Journey(check),
};

fn waiting(days: i64) -> Sketch {
    Sketch::event().then(steps::wait(Duration::Days(60))).then(steps::email()).then(steps::wait(Duration::Days(days)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let limit = survey.estate.numbers.journey_days;
    let most = Duration::Days(limit).milliseconds();
    let longest = Duration::Days(survey.estate.numbers.max_wait_days).milliseconds();
    let is_too_long = |kind: &Kind| matches!(kind, Kind::Wait(Wait::Duration(wait)) if wait.milliseconds() > longest);
    let arrivals = survey.latest_arrivals();
    for step in survey.steps().filter(|step| survey.flow.reached[step.index]) {
        let arrival = arrivals[step.index];
        let left = step.left_at_the_latest(arrival);
        if arrival <= most && left > most && !(is_too_long(step.kind()) && refuses_long_waits(survey)) {
            let soonest = survey.soonest_arrivals()[step.index].unwrap_or_default();
            let shortest = step.ports.iter().map(|port| soonest.saturating_add(step.left_at_the_soonest(port))).min();
            let message = match shortest.filter(|shortest| *shortest > most) {
                Some(shortest) => format!(
                    "Nobody gets past {}: even the shortest way takes {}, and people are taken out after {limit} days.",
                    survey.name(step),
                    days(shortest)
                ),
                None => format!(
                    "The path over {} can take {}; people are taken out after {limit} days.",
                    survey.name(step),
                    days(left)
                ),
            };
            findings.report(survey.place(step), message);
        }
    }
}

/// A wait that is too long by itself has a rule of its own, where the platform knows that rule.
fn refuses_long_waits(survey: &Survey<'_>) -> bool {
    rule("wait-max-duration").is_some_and(|rule| platform::severity(rule, survey.estate.platform).is_some())
}
