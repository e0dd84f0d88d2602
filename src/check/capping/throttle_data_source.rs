//! Throttles are for custom actions.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Endpoint, Item, ItemRef, Place, Service};

pub(super) const RULE: Rule = Rule {
    id: "throttling-action-only",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Error,
    summary: "Only calls of custom actions can be throttled.",
    why: "Data sources are read while somebody waits; their calls cannot stand in a queue.",
    sources: &[source::EXTERNAL_SYSTEMS],
    flagged: || with(Service::DataSource).at_item(ItemRef::Endpoint("endpoint-messages".into()), "throttle"),
    passing: || with(Service::Action),
    mending: Mending::Offers("Takes the throttle away."),
    check: Check::Workspace(check),
};

fn with(service: Service) -> crate::check::example::Sketch {
    super::throughput::with(400).inventory(|inventory| {
        for endpoint in &mut inventory.endpoints {
            endpoint.service = service;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for endpoint in &estate.inventory().endpoints {
        if endpoint.service == Service::DataSource && endpoint.throttle.is_some() {
            let mended = Endpoint { throttle: None, ..endpoint.clone() };
            findings
                .report(
                    Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("throttle"),
                    format!("'{}' serves data sources, which cannot be throttled.", endpoint.name),
                )
                .safe("Take the throttle away", vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
        }
    }
}
