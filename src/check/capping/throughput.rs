//! A throttle has a range.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::edit::describe::grouped;
use crate::journey::{Endpoint, Item, ItemRef, Place, Throttle};

pub(super) const RULE: Rule = Rule {
    id: "throttling-throughput-range",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Error,
    summary: "A throttle lets 200 to 5,000 calls a second through.",
    why: "The API refuses other figures with ERR_THROTTLING_CONFIG_101.",
    sources: &[source::THROTTLING],
    flagged: || with(50).at_item(ItemRef::Endpoint("endpoint-messages".into()), "throttle.max_throughput"),
    passing: || with(400),
    mending: Mending::Offers("Takes the nearest figure that is possible."),
    check: Check::Workspace(check),
};

pub(super) fn with(max_throughput: i64) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for endpoint in &mut inventory.endpoints {
            endpoint.throttle = Some(Throttle { max_throughput, ..Throttle::default() });
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let (least, most) = estate.numbers.throttle_per_second;
    for endpoint in &estate.inventory().endpoints {
        let Some(throttle) = &endpoint.throttle else { continue };
        if (least..=most).contains(&throttle.max_throughput) {
            continue;
        }
        let nearest = throttle.max_throughput.clamp(least, most);
        let mended =
            Endpoint { throttle: Some(Throttle { max_throughput: nearest, ..throttle.clone() }), ..endpoint.clone() };
        let message = format!(
            "'{}' is throttled at {} calls a second; {least} to {most} are possible.",
            endpoint.name,
            grouped(throttle.max_throughput),
            most = grouped(most),
        );
        findings
            .report(Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("throttle.max_throughput"), message)
            .suggested(format!("Throttle at {}", grouped(nearest)), vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
    }
}
