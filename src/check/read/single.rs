//! One audience is read.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "read-audience-single",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Error,
    summary: "A journey reads one audience.",
    why: "Merge several audiences with a composition first.",
    sources: &[source::GUARDRAILS],
    flagged: || Sketch::read().then(steps::email()).apart(steps::read()).at(""),
    passing: || Sketch::read().then(steps::email()),
    mending: Mending::Offers("Takes the further read audience away."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // One that stands in mid-journey is reported as such.
    let mut entries: Vec<_> = survey
        .steps()
        .filter(|step| {
            matches!(step.kind(), Kind::ReadAudience(_))
                && step.arriving.iter().all(|&wire| {
                    matches!(survey.flow.steps[survey.flow.wires[wire].from].kind(), Kind::BusinessEvent(_))
                })
        })
        .collect();
    entries.sort_by_key(|step| (step.at, step.index));
    for step in entries.iter().skip(1) {
        findings
            .report(survey.place(step), format!("{} is a second read audience; keep one.", survey.title(step)))
            .suggested("Delete this step", survey.mend().remove(step));
    }
}
