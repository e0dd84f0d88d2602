//! Slow systems get fewer calls.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::describe::grouped;
use crate::journey::{ItemRef, Place, SLOW_HOST_CAP, Service};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-slow-cap",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "A system that many people call answers within three quarters of a second.",
    why: "Slower ones share a service of their own, which sends at most 150,000 calls in 30 seconds; what exceeds it is \
          refused.",
    sources: &[source::GUARDRAILS, source::EXTERNAL_SYSTEMS],
    flagged: || answering(1_200).at_item(ItemRef::Endpoint("endpoint-messages".into()), "response_time_ms"),
    passing: || answering(600),
    mending: Mending::None("Only those who run the system can make it faster."),
    check: Check::Workspace(check),
};

fn answering(milliseconds: i64) -> Sketch {
    Sketch::event().then(steps::call()).inventory(|inventory| {
        for endpoint in &mut inventory.endpoints {
            endpoint.response_time_ms = Some(milliseconds);
        }
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.peak_per_second = Some(6_000);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let numbers = estate.numbers;
    for endpoint in estate.inventory().endpoints.iter().filter(|endpoint| endpoint.service == Service::Action) {
        let Some(time) = endpoint.response_time_ms.filter(|time| *time > numbers.slow_response_ms) else { continue };
        let Some(crowd) = estate.crowds().at_slow_host(&endpoint.url_pattern) else { continue };
        let (come, most) = (crowd.all().within(SLOW_HOST_CAP.period_ms), numbers.slow_calls_per_30_seconds);
        if come <= most {
            continue;
        }
        let message = format!(
            "'{}' takes {} ms to answer, more than {} ms, and gets at most {} calls in 30 seconds; {} come: {} are lost.",
            endpoint.name,
            grouped(time),
            grouped(numbers.slow_response_ms),
            grouped(most),
            grouped(come),
            grouped(come - most),
        );
        findings.report(Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("response_time_ms"), message);
    }
}
