//! A cap lets at least one call through.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Cap, Endpoint, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "capping-max-calls-invalid",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Error,
    summary: "A cap lets at least one call through in each period.",
    why: "The API refuses it with ERR_ENDPOINTCONFIG_107. Its page asks for more than 1, its description for at least 1: \
          waymark-cap-of-one warns of 1.",
    sources: &[source::CAPPING, source::EXTERNAL_SYSTEMS, source::BLUEPRINT_THIRD_PARTY],
    flagged: || with(0).at_item(ItemRef::Endpoint("endpoint-messages".into()), "cap.max_calls"),
    passing: || with(100),
    mending: Mending::Offers("Takes the capacity that is stated, else one call."),
    check: Check::Workspace(check),
};

pub(super) fn with(max_calls: i64) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for cap in inventory.endpoints.iter_mut().filter_map(|endpoint| endpoint.cap.as_mut()) {
            cap.max_calls = max_calls;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for endpoint in &estate.inventory().endpoints {
        let Some(cap) = endpoint.cap.as_ref().filter(|cap| cap.max_calls < 1) else { continue };
        let stated = endpoint.capacity_per_second.map(|calls| calls.saturating_mul(cap.period_ms.max(0)) / 1_000);
        let max_calls = stated.unwrap_or(1).max(1);
        let mended = Endpoint { cap: Some(Cap { max_calls, ..cap.clone() }), ..endpoint.clone() };
        findings
            .report(
                Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("cap.max_calls"),
                format!("The cap of '{}' lets no call through.", endpoint.name),
            )
            .suggested(format!("Allow {max_calls}"), vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
    }
}
