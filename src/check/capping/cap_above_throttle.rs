//! Where both stand on one endpoint, the cap is the higher one.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::edit::Edit;
use crate::edit::describe::grouped;
use crate::journey::{Cap, Endpoint, Item, ItemRef, Place, Throttle};

pub(super) const RULE: Rule = Rule {
    id: "throttling-and-capping-same-endpoint",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "Where an endpoint is both throttled and capped, the cap stands above the throttle.",
    why: "A throttle lets calls wait, a cap refuses them: under a lower cap calls are lost that the throttle was to keep.",
    sources: &[source::THROTTLING],
    flagged: || both(500, 600).at_item(super::messages(), "cap"),
    passing: || both(500, 400),
    mending: Mending::Offers("Raises the cap to twice the throttle; its connections stay as they are."),
    check: Check::Workspace(check),
};

fn both(calls: i64, throughput: i64) -> Sketch {
    super::with(move |it| {
        it.cap = Some(Cap { max_calls: calls, period_ms: 1_000, max_connections: Some(100) });
        it.throttle = Some(Throttle { max_throughput: throughput, ..Throttle::default() });
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for endpoint in &estate.inventory().endpoints {
        let (Some(cap), Some(throttle)) = (&endpoint.cap, &endpoint.throttle) else { continue };
        // A cap that is broken in itself has rules of its own.
        if cap.max_calls < 1 || cap.period_ms < 1 {
            continue;
        }
        let throttled = throttle.max_throughput.saturating_mul(cap.period_ms) / 1_000;
        if cap.max_calls > throttled {
            continue;
        }
        let raised = Cap { max_calls: throttled.saturating_mul(2), ..cap.clone() };
        let mended = Endpoint { cap: Some(raised), ..endpoint.clone() };
        let message = format!(
            "The cap of '{}' lets {} calls through where its throttle sends {throttled}: those above it are lost.",
            endpoint.name,
            grouped(cap.max_calls),
            throttled = grouped(throttled),
        );
        findings
            .report(Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("cap"), message)
            .suggested("Raise the cap above the throttle", vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
    }
}
