//! An experiment says what counts as success.

use super::{experiment, trials};
use crate::check::example::Sketch;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "experiment-metric-missing",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "An experiment has a success metric.",
    why: "Without one nobody can say which path, or which content, did better.",
    sources: &[source::EXPERIMENT, source::CONTENT_EXPERIMENT],
    flagged: || Sketch::event().then(experiment(|experiment| experiment.metric.clear())).at("test.metric"),
    passing: || Sketch::event().then(experiment(|_| {})),
    mending: Mending::None("Only the author knows what counts as success."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for trial in trials(survey).iter().filter(|trial| trial.metric.trim().is_empty()) {
        let message = format!("Choose what counts as success in {}.", survey.name(trial.step));
        findings.report(survey.field(trial.step, &format!("{}metric", trial.at)), message).to_do();
    }
}
