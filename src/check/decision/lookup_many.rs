//! A journey has no more lookups than is recommended.

use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Place;

use super::{lookup_count, lookups};

pub(super) const RULE: Rule = Rule {
    id: "waymark-lookup-many",
    aliases: &[],
    family: Family::Decision,
    severity: Severity::Warning,
    summary: "A journey has at most 5 dataset lookups.",
    why: "The platform takes 10 and recommends 5: each one makes a person's way through the journey slower.",
    sources: &[source::DATASET_LOOKUP],
    flagged: || lookup_count::looking(6).at_journey(""),
    passing: || lookup_count::looking(5),
    mending: Mending::None("Which records a journey can do without is for the author to say."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let numbers = survey.estate.numbers;
    let count = lookups(survey).count();
    // Beyond the limit the rule about it reports.
    if (numbers.recommended_lookups + 1..=numbers.max_lookups).contains(&count) {
        let recommended = numbers.recommended_lookups;
        let message = format!("This journey has {count} dataset lookups; at most {recommended} are recommended.");
        findings.report(Place::journey(&survey.journey.id), message);
    }
}
