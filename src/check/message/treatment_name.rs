//! No treatment is called as those are who get nothing.

use super::{contents, experiment};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{BranchId, Optimization};

pub(super) const RULE: Rule = Rule {
    id: "waymark-treatment-name",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Warning,
    summary: "No content of an experiment is called 'holdout'.",
    why: "The platform calls those so who get nothing, and may take one for the other.",
    sources: &[source::CONTENT_EXPERIMENT],
    flagged: || named("Holdout").at("optimization.treatments.path-2.label"),
    passing: || named("Short text"),
    mending: Mending::None("What the content is called instead is for the author to say."),
    check: Check::Journey(check),
};

fn named(label: &'static str) -> Sketch {
    Sketch::event()
        .then(experiment(steps::in_app(), |experiment| label.clone_into(&mut experiment.treatments[0].label)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, index, message) in contents(survey) {
        let Some(Optimization::Experiment(experiment)) = &message.optimization else { continue };
        let reserved = |(_, label, _): &(&BranchId, &str, u32)| label.trim().eq_ignore_ascii_case("holdout");
        for (id, label, _) in experiment.shares().filter(reserved) {
            let at = step.kind().before_fields(index);
            let field = if *id == experiment.own.id { "own".to_owned() } else { format!("treatments.{id}") };
            let text = format!("A content of {} is called '{label}', as those are who get nothing.", survey.name(step));
            findings.report(survey.field(step, &format!("{at}optimization.{field}.label")), text);
        }
    }
}
