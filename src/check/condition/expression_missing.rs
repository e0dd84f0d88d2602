//! Every path of a condition says who takes it.

use super::{conditions, path_name};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Port, Test};

pub(super) const RULE: Rule = Rule {
    id: "condition-expression-missing",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "A condition has at least one path, and each path by data an expression.",
    why: "Nobody can say who takes a path without one.",
    sources: &[source::CONDITIONS],
    flagged: || deciding("").at_step("condition-2", "paths.path-1.expression"),
    passing: || deciding("@event{OrderPlaced.total} > 100"),
    mending: Mending::None("Who takes the path is for the author to say."),
    check: Check::Journey(check),
};

fn deciding(expression: &str) -> Sketch {
    Sketch::event().then(steps::data(&[expression])).by(Port::Branch(steps::path(0))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, condition) in conditions(survey) {
        let paths = match &condition.test {
            Test::Data(paths) | Test::Targeting(paths) => {
                for (index, path) in paths.iter().enumerate().filter(|(_, path)| path.expression.is_empty()) {
                    let message = format!("Say who takes {} of {}.", path_name(&path.label, index), survey.name(step));
                    findings.report(survey.field(step, &format!("paths.{}.expression", path.id)), message).to_do();
                }
                paths.len()
            }
            Test::Time(paths) => paths.len(),
            Test::Date(paths) => paths.len(),
            Test::Split(paths) => paths.len(),
            Test::Experiment(experiment) => experiment.treatments.len(),
            Test::ProfileCap(_) => 1,
        };
        if paths == 0 {
            let message = format!("{} has no path; add one.", survey.title(step));
            findings.report(survey.field(step, "paths"), message).to_do();
        }
    }
}
