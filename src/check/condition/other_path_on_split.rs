//! Everybody fits a path of a split.

use super::{change, conditions};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "condition-other-path-on-split",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "A percentage split has no path for other cases.",
    why: "Its shares already cover everybody; the platform does not offer the option.",
    sources: &[source::CONDITIONS],
    flagged: || splitting(true).at("other_path"),
    passing: || splitting(false),
    mending: Mending::Offers("Takes the path for other cases away."),
    check: Check::Journey(check),
};

fn splitting(other_path: bool) -> Sketch {
    Sketch::event()
        .then(steps::split(&[5_000, 5_000]))
        .with(|activity| change(activity, |condition| condition.other_path = other_path))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, condition) in conditions(survey) {
        if condition.other_path && condition.test.shares().is_some() {
            let message = format!("{} splits by chance; there are no other cases.", survey.title(step));
            findings.report(survey.field(step, "other_path"), message).suggested(
                "Take the path for other cases away",
                survey.mend().step(step, |activity| change(activity, |condition| condition.other_path = false)),
            );
        }
    }
}
