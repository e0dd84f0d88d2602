//! Connections have a highest number.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Cap, Endpoint, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "capping-max-connections-range",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Error,
    summary: "A cap allows at most 400 connections.",
    why: "The platform opens at most 400 connections to an endpoint. Enter what the other system says it can take; what \
          comes beyond it waits for a free one. Samples of the API show 15,000 to 30,000, which its own page refuses.",
    sources: &[source::CAPPING],
    flagged: || {
        super::connections::with(Some(900))
            .at_item(ItemRef::Endpoint("endpoint-messages".into()), "cap.max_connections")
    },
    passing: || super::connections::with(Some(200)),
    mending: Mending::Offers("Proposes the nearest number that is possible."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_connections;
    for endpoint in &estate.inventory().endpoints {
        let Some(cap) = &endpoint.cap else { continue };
        let Some(connections) = cap.max_connections.filter(|connections| !(1..=most).contains(connections)) else {
            continue;
        };
        let nearest = connections.clamp(1, most);
        let mended = Endpoint { cap: Some(Cap { max_connections: Some(nearest), ..cap.clone() }), ..endpoint.clone() };
        findings
            .report(
                Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("cap.max_connections"),
                format!(
                    "The endpoint '{}' allows {connections} connections at once; 1 to {most} are possible.",
                    endpoint.name
                ),
            )
            .suggested(format!("Allow {nearest}"), vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
    }
}
