//! An organization has one throttle.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Endpoint, Item, ItemRef, Method, Place, Throttle};

pub(super) const RULE: Rule = Rule {
    id: "throttling-one-per-org",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Error,
    summary: "An organization throttles one endpoint.",
    why: "The API refuses a second throttle in the same organization with the code 1465.",
    sources: &[source::THROTTLING],
    flagged: || two(true).at_item(ItemRef::Endpoint("endpoint-offers".into()), "throttle"),
    passing: || two(false),
    mending: Mending::Offers("Takes the second throttle away; the endpoint can be capped instead."),
    check: Check::Workspace(check),
};

fn two(throttled: bool) -> crate::check::Sketch {
    super::throughput::with(400).inventory(|inventory| {
        inventory.endpoints.push(Endpoint {
            id: "endpoint-offers".into(),
            name: "Offers".to_owned(),
            url_pattern: "https://offers.example.com/*".to_owned(),
            methods: vec![Method::Post],
            throttle: throttled.then(|| Throttle { max_throughput: 300, ..Throttle::default() }),
            ..Endpoint::default()
        });
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let mut throttled = estate.inventory().endpoints.iter().filter(|endpoint| endpoint.throttle.is_some());
    let Some(first) = throttled.next() else { return };
    for endpoint in throttled {
        let mended = Endpoint { throttle: None, ..endpoint.clone() };
        findings
            .report(
                Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("throttle"),
                format!("'{}' is throttled already; an organization has one throttle only.", first.name),
            )
            .suggested("Take this throttle away", vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
    }
}
