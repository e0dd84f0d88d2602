//! A business event comes first.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "business-event-not-first",
    aliases: &[],
    family: Family::BusinessEvent,
    severity: Severity::Error,
    summary: "A business event is the first step.",
    why: "It concerns nobody in particular, so nobody can be waiting for it inside a journey.",
    sources: &[source::BUSINESS_EVENT],
    flagged: || {
        Sketch::read().then(steps::wait(Duration::Hours(1))).then(steps::business()).at("").then(steps::email())
    },
    passing: || Sketch::read().then(steps::wait(Duration::Hours(1))).then(steps::email()),
    mending: Mending::Offers("Takes the business event away and joins what stands around it."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        if matches!(step.kind(), Kind::BusinessEvent(_)) && !step.arriving.is_empty() {
            findings
                .report(survey.place(step), format!("{} must be the first step of the journey.", survey.title(step)))
                .suggested("Delete this step", survey.mend().remove(step));
        }
    }
}
