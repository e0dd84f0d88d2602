//! By the blueprints there is no throttling.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Cap, Endpoint, Item, ItemRef, Place, Platform};

pub(super) const RULE: Rule = Rule {
    id: "waymark-throttling-unsupported",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Error,
    summary: "By the blueprints calls can be capped but not throttled.",
    why: "The blueprints predate the Throttling API; a deployment that follows them drops what exceeds a \
          limit. Today a throttle takes 200 to 5,000 calls a second, and queues for 6 hours.",
    sources: &[source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY, source::BLUEPRINT_TRIGGERED],
    flagged: || {
        super::throughput::with(400)
            .platform(Platform::Blueprint)
            .at_item(ItemRef::Endpoint("endpoint-messages".into()), "throttle")
    },
    passing: || {
        super::throughput::with(400).platform(Platform::Blueprint).inventory(|inventory| {
            for endpoint in &mut inventory.endpoints {
                endpoint.throttle = None;
            }
        })
    },
    mending: Mending::Offers("Caps at the same rate instead; what exceeds it is dropped."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for endpoint in &estate.inventory().endpoints {
        let Some(throttle) = &endpoint.throttle else { continue };
        let cap = endpoint.cap.clone().unwrap_or(Cap {
            max_calls: throttle.max_throughput.max(1),
            period_ms: 1_000,
            max_connections: Some(50),
        });
        let mended = Endpoint { throttle: None, cap: Some(cap), ..endpoint.clone() };
        findings
            .report(
                Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("throttle"),
                format!("Throttling is not supported: calls to '{}' can only be capped.", endpoint.name),
            )
            .suggested("Cap instead", vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
    }
}
