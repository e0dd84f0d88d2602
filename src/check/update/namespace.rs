//! A profile update knows whose profile it is.

use super::updates;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "update-profile-namespace",
    aliases: &[],
    family: Family::Update,
    severity: Severity::Error,
    summary: "A journey with a profile update has an identity type.",
    why: "Without one nobody knows whose profile to write.",
    sources: &[source::UPDATE_PROFILE],
    flagged: || entered(false).at(""),
    passing: || entered(true),
    mending: Mending::None(
        "The identity type belongs to the event, and only its owner knows which field identifies people.",
    ),
    check: Check::Journey(check),
};

fn entered(known: bool) -> Sketch {
    Sketch::event().then(steps::update()).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.name == "OrderPlaced" && !known) {
            event.namespace = None;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if survey.entry().is_none() || survey.namespace().is_some() {
        return;
    }
    for (step, _) in updates(survey) {
        let message = format!("{} needs an identity type; the entry of this journey has none.", survey.title(step));
        findings.report(survey.place(step), message);
    }
}
