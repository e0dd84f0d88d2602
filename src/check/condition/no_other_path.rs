//! People who match no path go on somewhere.

use super::{change, conditions};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Port, Test};

pub(super) const RULE: Rule = Rule {
    id: "condition-no-other-path",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Warning,
    summary: "A condition has a path for people who match none.",
    why: "Without it the journey ends for them, silently.",
    sources: &[source::CONDITIONS, source::END_JOURNEY],
    flagged: || deciding(false).at_step("condition-2", "other_path"),
    passing: || deciding(true),
    mending: Mending::Offers("Adds a path for other cases."),
    check: Check::Journey(check),
};

fn deciding(other_path: bool) -> Sketch {
    Sketch::event()
        .then(steps::data(&["@event{OrderPlaced.total} > 100"]))
        .with(|activity| change(activity, |condition| condition.other_path = other_path))
        .by(Port::Branch(steps::path(0)))
        .then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, condition) in conditions(survey) {
        let covers_all =
            matches!(condition.test, Test::Split(_) | Test::ProfileCap(_) | Test::Experiment(_) | Test::Targeting(_));
        if !condition.other_path && !covers_all {
            let message = format!("People who match no path leave at {}.", survey.name(step));
            findings.report(survey.field(step, "other_path"), message).safe(
                "Add a path for other cases",
                survey.mend().step(step, |activity| change(activity, |condition| condition.other_path = true)),
            );
        }
    }
}
