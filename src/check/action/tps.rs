//! Slow systems cannot be throttled enough.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-min-tps",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "A system that custom actions call takes at least 200 calls a second.",
    why: "Throttling cannot go lower; below it calls can only be capped, and what exceeds a cap is lost.",
    sources: &[source::GUARDRAILS],
    flagged: || with_capacity(50).at_item(ItemRef::Endpoint("endpoint-messages".into()), "capacity_per_second"),
    passing: || with_capacity(500),
    mending: Mending::None("What the other system can take is for its vendor to raise."),
    check: Check::Workspace(check),
};

pub(super) fn with_capacity(calls: i64) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for endpoint in &mut inventory.endpoints {
            endpoint.capacity_per_second = Some(calls);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let least = estate.numbers.throttle_per_second.0;
    for endpoint in &estate.inventory().endpoints {
        if let Some(calls) = endpoint.capacity_per_second.filter(|calls| *calls < least) {
            let message =
                format!("'{}' takes {calls} calls a second; endpoints must sustain at least {least}.", endpoint.name);
            let place = Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("capacity_per_second");
            findings.report(place, message);
        }
    }
}
