//! What holds for a host where nothing is configured.

use std::collections::BTreeMap;

use crate::check::example::{Sketch, steps};
use crate::check::survey::{Along, endpoints, rate};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::{Action, Endpoint, Kind, host_of};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-default-cap",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "Where neither a cap nor a throttle is configured, no host gets more than 300,000 calls in a minute.",
    why: "The platform caps such hosts by itself, all their addresses together: calls beyond it are refused at once and \
          never sent.",
    sources: &[source::GUARDRAILS, source::EXTERNAL_SYSTEMS],
    flagged: || rush(3_000).at_step("action-3", ""),
    passing: || rush(2_000),
    mending: Mending::None("Whether people come more slowly or the system gets a throttle is for its owner to say."),
    check: Check::Journey(check),
};

fn rush(peak: i64) -> Sketch {
    Sketch::event().then(steps::call()).then(steps::call()).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.peak_per_second = Some(peak);
        }
        for endpoint in &mut inventory.endpoints {
            endpoint.cap = None;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // A read audience has its own rule, at its reading rate.
    let reads = survey.steps().any(|step| matches!(step.kind(), Kind::ReadAudience(_)));
    let Some(peak) = rate::peak(survey).filter(|_| !reads) else { return };
    let limit = survey.estate.numbers.default_calls_per_second;
    let hosts: BTreeMap<usize, &str> =
        survey.steps().filter_map(|step| Some((step.index, uncapped(survey, step.kind())?))).collect();
    if peak.saturating_mul(i64::try_from(hosts.len()).unwrap_or(i64::MAX)) <= limit {
        return;
    }
    let mut along: BTreeMap<&str, Along> = BTreeMap::new();
    for step in survey.steps() {
        let Some(host) = hosts.get(&step.index) else { continue };
        // At worst everybody comes by the way with most calls.
        let calls = along
            .entry(*host)
            .or_insert_with(|| survey.along(|other, _| usize::from(hosts.get(&other.index) == Some(host))));
        let earlier = i64::try_from(calls.until[step.index].most).unwrap_or(i64::MAX);
        // Reported once, at the call that is too much.
        if peak.saturating_mul(earlier) <= limit && peak.saturating_mul(earlier.saturating_add(1)) > limit {
            let calls = peak.saturating_mul(earlier.saturating_add(1));
            let message = format!(
                "With {} up to {calls} calls a second go to {host}; without a cap or throttle of its own it gets {limit}, \
                 and the rest is lost.",
                survey.name(step),
                calls = grouped(calls),
                limit = grouped(limit),
            );
            findings.report(survey.place(step), message);
        }
    }
}

/// The host that a step calls, where nothing is configured for it.
fn uncapped<'a>(survey: &Survey<'a>, kind: &Kind) -> Option<&'a str> {
    let Kind::CustomAction(call) = kind else { return None };
    let action = survey.estate.get::<Action>(call.action.as_ref())?;
    let limited = |endpoint: &&Endpoint| endpoint.cap.is_some() || endpoint.throttle.is_some();
    match endpoints::in_force(survey.estate, action).filter(limited) {
        Some(_) => None,
        None => host_of(&action.url),
    }
}
