//! A jump takes a known person along.

use super::jumps;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Duration;

pub(super) const RULE: Rule = Rule {
    id: "jump-needs-namespace",
    aliases: &[],
    family: Family::Jump,
    severity: Severity::Error,
    summary: "A journey with a jump has an identity type.",
    why: "Without one nobody knows whom the other journey should let in.",
    sources: &[source::JUMP],
    flagged: || entered(false).at(""),
    passing: || entered(true),
    mending: Mending::None(
        "The identity type belongs to the event, and only its owner knows which field identifies people.",
    ),
    check: Check::Journey(check),
};

fn entered(known: bool) -> Sketch {
    let second = Sketch::event().then(steps::wait(Duration::Hours(1)));
    Sketch::event().then(steps::jump("journey-2")).with_second(second, "Second journey").inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.name == "OrderPlaced" && !known) {
            event.namespace = None;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if survey.entry().is_none() || survey.namespace().is_some() {
        return;
    }
    for (step, _) in jumps(survey) {
        let message = format!("{} needs an identity type; the entry of this journey has none.", survey.title(step));
        findings.report(survey.place(step), message);
    }
}
