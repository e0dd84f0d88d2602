//! A cap counts over some time.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Cap, Endpoint, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "capping-period-invalid",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Error,
    summary: "The period of a cap is longer than nothing.",
    why: "The API refuses it with ERR_ENDPOINTCONFIG_108.",
    sources: &[source::CAPPING, source::BLUEPRINT_THIRD_PARTY],
    flagged: || with(0).at_item(ItemRef::Endpoint("endpoint-messages".into()), "cap.period_ms"),
    passing: || with(2_000),
    mending: Mending::Offers("Counts per second."),
    check: Check::Workspace(check),
};

fn with(period_ms: i64) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for cap in inventory.endpoints.iter_mut().filter_map(|endpoint| endpoint.cap.as_mut()) {
            cap.period_ms = period_ms;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for endpoint in &estate.inventory().endpoints {
        let Some(cap) = endpoint.cap.as_ref().filter(|cap| cap.period_ms <= 0) else { continue };
        let mended = Endpoint { cap: Some(Cap { period_ms: 1_000, ..cap.clone() }), ..endpoint.clone() };
        findings
            .report(
                Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("cap.period_ms"),
                format!("The cap of '{}' counts over no time.", endpoint.name),
            )
            .safe("Count per second", vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
    }
}
