//! What exceeds a cap is lost.

use crate::check::example::{Sketch, steps};
use crate::check::survey::{endpoints, rate};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::Edit;
use crate::edit::describe::grouped;
use crate::journey::{Action, Cap, Endpoint, Item, Kind, Throttle};

pub(super) const RULE: Rule = Rule {
    id: "capping-drops-calls",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "No more people a second come than the cap of a system lets through.",
    why: "Calls beyond a cap are refused at once, never sent and never queued. One page, on alerts, loosely \
          calls them throttled or queued: only a throttle queues.",
    sources: &[source::CAPPING, source::EXTERNAL_SYSTEMS, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
    flagged: || rush(900).at_step("action-2", ""),
    passing: || rush(90),
    mending: Mending::Offers("Throttles instead, where the platform can: calls then wait rather than being lost."),
    check: Check::Journey(check),
};

fn rush(peak: i64) -> Sketch {
    Sketch::event().then(steps::call()).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.peak_per_second = Some(peak);
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // A read audience has its own rule, at its reading rate.
    let reads = survey.steps().any(|step| matches!(step.kind(), Kind::ReadAudience(_)));
    let Some(peak) = rate::peak(survey).filter(|_| !reads) else { return };
    for step in survey.steps() {
        let Kind::CustomAction(call) = step.kind() else { continue };
        let Some(action) = survey.estate.get::<Action>(call.action.as_ref()) else { continue };
        let Some(endpoint) = endpoints::in_force(survey.estate, action) else { continue };
        let Some(cap) = endpoint.cap.as_ref().filter(|cap| cap.period_ms > 0) else { continue };
        // Both on one endpoint: the throttle sets the rate, the cap the connections.
        if endpoint.throttle.is_some() || peak.saturating_mul(cap.period_ms) <= cap.max_calls.saturating_mul(1_000) {
            continue;
        }
        let allowed = cap.max_calls.saturating_mul(1_000) / cap.period_ms;
        let message = format!(
            "Up to {peak} people a second arrive at {}, the cap of '{}' is {allowed} a second: {} of them are lost.",
            survey.name(step),
            endpoint.name,
            grouped(peak - allowed),
            peak = grouped(peak),
            allowed = grouped(allowed),
        );
        let finding = findings.report(survey.place(step), message);
        if let Some(mended) = throttled(endpoint, cap, allowed, survey.estate.numbers.throttle_per_second) {
            finding.suggested(
                format!("Throttle at {} a second", grouped(allowed)),
                vec![Edit::Put(Box::new(Item::Endpoint(mended)))],
            );
        }
    }
}

fn throttled(endpoint: &Endpoint, cap: &Cap, allowed: i64, (least, most): (i64, i64)) -> Option<Endpoint> {
    // The cap stays for the connections, and stands above the throttle so that it never drops anything.
    let above = Cap { max_calls: cap.max_calls.saturating_mul(2), ..cap.clone() };
    (least..=most).contains(&allowed).then(|| Endpoint {
        throttle: Some(Throttle { max_throughput: allowed, ..Throttle::default() }),
        cap: Some(above),
        ..endpoint.clone()
    })
}
