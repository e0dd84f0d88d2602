//! Near the largest size the platform warns.

use super::payload_too_large::largest;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "journey-payload-near-limit",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Warning,
    summary: "A journey stays below 90 % of the largest size.",
    why: "The platform warns from there on; at 100 % it refuses to save and publish.",
    sources: &[source::GUARDRAILS],
    flagged: || padded(18_000).at_journey("activities"),
    passing: || padded(1),
    mending: Mending::None(
        "Which content to shorten is for the author to say; the message names the largest activity.",
    ),
    check: Check::Journey(check),
};

/// A journey with a description of this length, in an organization that allows 20,000 bytes.
fn padded(description: usize) -> Sketch {
    Sketch::event()
        .then(steps::email())
        .with(|activity| activity.description = "x".repeat(description))
        .organization(|organization| organization.journey_bytes = Some(20_000))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let (limit, near) = (survey.max_bytes(), survey.estate.numbers.near_journey_percent);
    if survey.is_surely_below(limit / 100 * near) {
        return;
    }
    let size = survey.size().total;
    let percent = size.saturating_mul(100) / limit.max(1);
    if size < limit && percent >= near {
        let message = format!("This journey is at {percent} % of the largest size.{}", largest(survey));
        findings.report(survey.at_journey("activities"), message);
    }
}
