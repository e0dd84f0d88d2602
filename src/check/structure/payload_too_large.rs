//! A journey has a largest size.

use crate::check::example::{Sketch, steps};
use crate::check::survey::{self, beyond, bytes};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "journey-payload-too-large",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "A journey stays below 2 MB, or what the organization allows.",
    why: "The platform refuses to save and publish a larger one (413 Request Entity Too Large). The page on \
          journey properties says 4 MB; state what holds for you on the organization.",
    sources: &[source::GUARDRAILS, source::JOURNEY_PROPERTIES],
    flagged: || limited(300).at_journey("activities"),
    passing: || limited(30_000),
    mending: Mending::None(
        "Which content to shorten is for the author to say; the message names the largest activity.",
    ),
    check: Check::Journey(check),
};

/// A journey in an organization that allows so many bytes.
fn limited(bytes: i64) -> Sketch {
    Sketch::event().then(steps::email()).organization(|organization| organization.journey_bytes = Some(bytes))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let limit = survey.max_bytes();
    if survey.is_surely_below(limit) {
        return;
    }
    let size = survey.size();
    if size.total >= limit {
        let (large, over) = beyond(size.total, limit);
        let message = format!(
            "This journey is {large} large, the limit is {}: {over} are too many.{}",
            survey::limit(limit),
            largest(survey)
        );
        findings.report(survey.at_journey("activities"), message);
    }
}

/// The sentence that names the largest activity.
pub(super) fn largest(survey: &Survey<'_>) -> String {
    match survey.size().largest {
        Some((index, size)) => {
            format!(" The largest activity is {} with {}.", survey.name(&survey.flow.steps[index]), bytes(size))
        }
        None => String::new(),
    }
}
