//! People wait in front of a throttle.

use super::queue_overflow::{reading, waiting};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;

/// From here on a wait is worth knowing, in seconds; our threshold.
const LONG: i64 = 60;

pub(super) const RULE: Rule = Rule {
    id: "waymark-throttle-queue",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Info,
    summary: "Nobody waits for longer than a minute in front of a throttle.",
    why: "A throttle loses nothing: calls beyond it wait for their turn, first come first served. How long the last one \
          waits follows from how many come and how many a second leave; everything after the call happens that much \
          later.",
    sources: &[source::THROTTLING],
    flagged: || reading(600_000).at_step("action-2", ""),
    passing: || reading(6_000),
    mending: Mending::None("Whether people may wait so long is for the author to say."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let most = survey.estate.numbers.throttle_queue_hours.saturating_mul(3_600);
    for found in waiting(survey, |seconds| seconds > LONG) {
        // Longer queues have a rule of their own.
        if found.seconds <= most {
            let message = format!("{} {} minutes.", found.said(), grouped((found.seconds + 59) / 60));
            findings.report(survey.place(&survey.flow.steps[found.step]), message);
        }
    }
}
