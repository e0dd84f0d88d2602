//! What a system can take has to be known.

use crate::check::example::Sketch;
use crate::check::survey::endpoints;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-capacity-unknown",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "It is recorded how many calls a second, over how many connections, another system takes.",
    why: "Without these figures nobody can say whether a rush overruns it; more volume may have to be bought first.",
    sources: &[source::BLUEPRINT_THIRD_PARTY, source::BLUEPRINT_TRIGGERED],
    flagged: || recorded(None).at_item(ItemRef::Action("action-text".into()), "endpoint"),
    passing: || recorded(Some(500)),
    mending: Mending::None("Only the other system's vendor knows the figures."),
    check: Check::Workspace(check),
};

fn recorded(calls: Option<i64>) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for endpoint in &mut inventory.endpoints {
            endpoint.capacity_per_second = calls;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in super::third_party(&estate.inventory().actions) {
        let endpoint = endpoints::of(estate.inventory(), action);
        if endpoint.is_none_or(|endpoint| endpoint.capacity_per_second.is_none()) {
            let message =
                format!("Record how many calls a second the system behind '{}' takes, on its endpoint.", action.name);
            findings.report(Place::item(ItemRef::Action(action.id.clone())).field("endpoint"), message);
        }
    }
}
