//! A journey has a largest number of activities.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Duration;

pub(super) const RULE: Rule = Rule {
    id: "journey-max-activities",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "A journey has at most 50 activities.",
    why: "The limit cannot be raised. Ends are drawn by themselves and do not count.",
    sources: &[source::GUARDRAILS],
    flagged: || chain(51).at_journey("activities"),
    passing: || chain(50),
    mending: Mending::None("Where to split a journey in two is for its author to say; a jump joins the parts."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let (count, most) = (survey.journey.activities.len(), survey.estate.numbers.max_activities);
    if count > most {
        let message = format!(
            "This journey has {count} activities; the maximum is {most}. Split it in two and join them with a jump."
        );
        findings.report(survey.at_journey("activities"), message);
    }
}

/// A journey of so many activities: messages, and between them waits. One activity fewer changes nothing before it.
pub(super) fn chain(activities: usize) -> Sketch {
    (2..=activities).fold(Sketch::event(), |sketch, number| {
        let is_message = number % 2 == 0 || number == activities;
        sketch.then(if is_message { steps::email() } else { steps::wait(Duration::Hours(1)) })
    })
}
