//! Reading an audience begins a journey.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-not-first",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Error,
    summary: "A read audience is the first step, or follows a business event.",
    why: "It brings people in; somebody who is inside cannot be brought in again.",
    sources: &[source::GUARDRAILS],
    flagged: || Sketch::event().then(steps::wait(Duration::Hours(1))).then(steps::read()).at("").then(steps::email()),
    passing: || Sketch::event().then(steps::wait(Duration::Hours(1))).then(steps::email()),
    mending: Mending::Offers("Takes the read audience away and joins what stands around it."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps().filter(|step| matches!(step.kind(), Kind::ReadAudience(_))) {
        let astray = step
            .arriving
            .iter()
            .any(|&wire| !matches!(survey.flow.steps[survey.flow.wires[wire].from].kind(), Kind::BusinessEvent(_)));
        if astray {
            let message = format!("{} must be the first step, or follow a business event.", survey.title(step));
            findings.report(survey.place(step), message).suggested("Delete this step", survey.mend().remove(step));
        }
    }
}
