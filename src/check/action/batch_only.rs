//! Systems that take only batches need a stream in front.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-batch-only-destination",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "A system that takes only batches has a stream in front of it.",
    why: "Journeys call once per person. A cloud stream collects the calls; it and what reads it are the customer's \
          or the vendor's to provide.",
    sources: &[source::BLUEPRINT_THIRD_PARTY],
    flagged: || with(true).at_item(ItemRef::Action("action-text".into()), "batch_only"),
    passing: || with(false),
    mending: Mending::None(
        "Which stream it is, only its owner knows. On Waymark's own server the action appends by itself.",
    ),
    check: Check::Workspace(check),
};

fn with(batch_only: bool) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            action.batch_only = batch_only;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in estate.inventory().actions.iter().filter(|action| action.batch_only && action.stream.is_none()) {
        let message = format!("The system behind '{}' takes only batches: put a stream in front of it.", action.name);
        findings.report(Place::item(ItemRef::Action(action.id.clone())).field("batch_only"), message);
    }
}
