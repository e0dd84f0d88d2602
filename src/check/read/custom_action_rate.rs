//! Reading fast overruns slow systems.

use crate::check::example::{Sketch, steps};
use crate::check::survey::endpoints;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::{Action, Activity, Endpoint, Kind};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-custom-action-rate",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Warning,
    summary: "An audience is not read faster than the systems that the journey calls can answer.",
    why: "People reach the call as fast as they are read; what exceeds a cap is dropped and never sent.",
    sources: &[source::ACTION_CONFIGURATION, source::GUARDRAILS, source::BLUEPRINT_THIRD_PARTY],
    flagged: || reading(5_000).at_step("read-1", "reading_rate"),
    passing: || reading(500),
    mending: Mending::Offers("Reads as slowly as the system needs, where the platform can."),
    check: Check::Journey(check),
};

fn reading(rate: i64) -> Sketch {
    let mut call = steps::call();
    if let Kind::CustomAction(call) = &mut call {
        call.values.insert("body.to".to_owned(), "'+15550100'".into());
    }
    Sketch::read().with(|step| set(step, rate)).then(call).inventory(|inventory| {
        for audience in &mut inventory.audiences {
            audience.size = Some(100_000);
        }
    })
}

fn set(activity: &mut Activity, rate: i64) {
    if let Kind::ReadAudience(read) = &mut activity.kind {
        read.reading_rate = rate;
    }
}

/// Calls a second that an endpoint lets through.
fn calls_per_second(endpoint: &Endpoint, default: i64) -> i64 {
    let cap = endpoint.cap.as_ref().filter(|cap| cap.period_ms > 0);
    let cap = cap.map(|cap| cap.max_calls.saturating_mul(1_000) / cap.period_ms);
    // A throttle queues; it loses nothing, so only a cap and the stated capacity count.
    [cap, endpoint.capacity_per_second.filter(|_| endpoint.throttle.is_none())]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(default)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let numbers = survey.estate.numbers;
    for read_step in survey.steps() {
        let Kind::ReadAudience(read) = read_step.kind() else { continue };
        let people = survey.estate.get::<crate::journey::Audience>(read.audience.as_ref()).and_then(|a| a.size);
        let rate = people.map_or(read.reading_rate, |people| read.reading_rate.min(people));
        let slowest = survey
            .steps()
            .filter_map(|step| match step.kind() {
                Kind::CustomAction(call) => survey.estate.get::<Action>(call.action.as_ref()),
                _ => None,
            })
            .map(|action| {
                let endpoint = endpoints::of(survey.estate.inventory(), action);
                let default = numbers.default_calls_per_second;
                (endpoint.map_or(default, |endpoint| calls_per_second(endpoint, default)), action)
            })
            .min_by_key(|(calls, _)| *calls);
        let Some((calls, action)) = slowest.filter(|(calls, _)| rate > *calls) else { continue };
        let message = format!(
            "{} reads {rate} people a second, but '{}' takes {calls} calls a second: up to {} a second would be lost.",
            survey.title(read_step),
            action.name,
            grouped(rate - calls),
            rate = grouped(rate),
            calls = grouped(calls),
        );
        let finding = findings.report(survey.field(read_step, "reading_rate"), message);
        if calls >= numbers.reading_rate.0 {
            let edits = survey.mend().step(read_step, |activity| set(activity, calls));
            finding.suggested(format!("Read {} a second", grouped(calls)), edits);
        }
    }
}
