//! A journey begins at one place.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Kind;
use crate::journey::{Duration, Port};

pub(super) const RULE: Rule = Rule {
    id: "journey-multiple-entries",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "A journey has one entry.",
    why: "The platform knows one first step; a second one would never let anybody in.",
    sources: &[source::DESIGNER],
    flagged: || start().apart(steps::event("event-paid")).wire("event-4", Port::Next, "wait-2").at_step("event-4", ""),
    passing: start,
    mending: Mending::Offers("Takes the second entry away."),
    check: Check::Journey(check),
};

fn start() -> Sketch {
    Sketch::event().then(steps::wait(Duration::Hours(1))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(entry) = survey.entry() else { return };
    for &root in &survey.flow.roots {
        let step = &survey.flow.steps[root];
        // Two business events or two read audiences have narrower rules.
        let narrower = matches!(
            (entry.kind(), step.kind()),
            (Kind::BusinessEvent(_), Kind::BusinessEvent(_)) | (Kind::ReadAudience(_), Kind::ReadAudience(_))
        );
        if root != entry.index && step.kind().can_enter() && !narrower {
            let message = format!(
                "This journey already begins with {}; {} would be a second entry.",
                survey.name(entry),
                survey.name(step)
            );
            findings
                .report(survey.place(step), message)
                .suggested(format!("Take {} away", survey.name(step)), survey.mend().remove(step));
        }
    }
}
