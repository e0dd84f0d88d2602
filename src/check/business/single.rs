//! There is one business event at most.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "business-event-single",
    aliases: &[],
    family: Family::BusinessEvent,
    severity: Severity::Error,
    summary: "A journey has at most one business event.",
    why: "The platform starts a journey by one business event only.",
    sources: &[source::EVENTS],
    flagged: || Sketch::business().then(steps::email()).apart(steps::business()).at(""),
    passing: || Sketch::business().then(steps::email()),
    mending: Mending::Offers("Takes the further business event away."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // One that stands in mid-journey is reported as such.
    let mut entries: Vec<_> = survey
        .steps()
        .filter(|step| matches!(step.kind(), Kind::BusinessEvent(_)) && step.arriving.is_empty())
        .collect();
    entries.sort_by_key(|step| (step.at, step.index));
    for step in entries.iter().skip(1) {
        findings
            .report(survey.place(step), format!("{} is a second business event; keep one.", survey.title(step)))
            .suggested("Delete this step", survey.mend().remove(step));
    }
}
