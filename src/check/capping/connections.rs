//! A cap limits connections too.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Cap, Endpoint, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "capping-max-connections-undefined",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "A cap says how many connections the other system can handle at once.",
    why: "Unsaid, connections are unlimited and may reach thousands (ERR_ENDPOINTCONFIG_106).",
    sources: &[source::CAPPING, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
    flagged: || with(None).at_item(ItemRef::Endpoint("endpoint-messages".into()), "cap.max_connections"),
    passing: || with(Some(100)),
    mending: Mending::Offers("Allows as many as the platform's own estimate for the rate."),
    check: Check::Workspace(check),
};

pub(super) fn with(max_connections: Option<i64>) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for cap in inventory.endpoints.iter_mut().filter_map(|endpoint| endpoint.cap.as_mut()) {
            cap.max_connections = max_connections;
        }
    })
}

/// Connections that the platform needs for so many calls a second (Integrate with external systems).
fn estimate(calls_per_second: i64) -> i64 {
    match calls_per_second {
        ..=2_000 => 50,
        2_001..=3_000 => 75,
        3_001..=4_000 => 100,
        _ => 125,
    }
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for endpoint in &estate.inventory().endpoints {
        let Some(cap) = endpoint.cap.as_ref().filter(|cap| cap.max_connections.is_none()) else { continue };
        let connections = estimate(cap.max_calls.saturating_mul(1_000) / cap.period_ms.max(1));
        let mended =
            Endpoint { cap: Some(Cap { max_connections: Some(connections), ..cap.clone() }), ..endpoint.clone() };
        findings
            .report(
                Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("cap.max_connections"),
                format!("The number of connections to '{}' is unlimited.", endpoint.name),
            )
            .suggested(format!("Allow {connections}"), vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
    }
}
