//! Long before the largest number of activities, work becomes slow.

use super::max_activities::chain;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "journey-near-max-activities",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Warning,
    summary: "A journey stays well below 50 activities.",
    why: "Near the limit the platform may save and publish slowly. From 45 on Waymark says so; the platform names no \
          number.",
    sources: &[source::GUARDRAILS],
    flagged: || chain(45).at_journey("activities"),
    passing: || chain(44),
    mending: Mending::None("Where to split a journey in two is for its author to say; a jump joins the parts."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let (count, numbers) = (survey.journey.activities.len(), survey.estate.numbers);
    if (numbers.near_max_activities..=numbers.max_activities).contains(&count) {
        let most = numbers.max_activities;
        let message =
            format!("This journey has {count} of at most {most} activities; saving and publishing may slow down.");
        findings.report(survey.at_journey("activities"), message);
    }
}
