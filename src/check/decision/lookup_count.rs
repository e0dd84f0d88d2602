//! A journey has no more lookups than it may.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

use super::lookups;

pub(super) const RULE: Rule = Rule {
    id: "lookup-max-per-journey",
    aliases: &[],
    family: Family::Decision,
    severity: Severity::Error,
    summary: "A journey has at most 10 dataset lookups.",
    why: "The platform takes no more.",
    sources: &[source::DATASET_LOOKUP],
    flagged: || looking(11).at(""),
    passing: || looking(10),
    mending: Mending::None(
        "One lookup can take several keys, and a jump leads into another journey: which fits is for the author to say.",
    ),
    check: Check::Journey(check),
};

/// A journey with so many lookups, each with a name of its own.
pub(super) fn looking(count: usize) -> Sketch {
    (1..=count).fold(Sketch::event(), |sketch, number| {
        sketch.then(steps::lookup()).with(|step| {
            if let Some(name) = step.kind.output_mut() {
                *name = format!("Product{number}");
            }
        })
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let most = survey.estate.numbers.max_lookups;
    let mut steps: Vec<_> = lookups(survey).map(|(step, _)| step).collect();
    steps.sort_by_key(|step| (step.at, step.index));
    let count = steps.len();
    for step in steps.into_iter().skip(most) {
        let message = format!("{} is one of {count} dataset lookups; {most} are possible.", survey.title(step));
        findings.report(survey.place(step), message);
    }
}
