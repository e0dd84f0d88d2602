//! A queue in front of a throttle is worked off in time.

use crate::check::example::{Sketch, steps};
use crate::check::survey::endpoints;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::{Action, Audience, Evaluation, Kind, Throttle};

pub(super) const RULE: Rule = Rule {
    id: "throttling-queue-overflow",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "A throttled system answers everybody of a run within 6 hours.",
    why: "Calls that wait for a throttle are kept for 6 hours and given up afterwards.",
    sources: &[source::THROTTLING],
    flagged: || reading(9_000_000).at_step("action-2", ""),
    passing: || reading(4_000_000),
    mending: Mending::None(
        "A smaller audience, several runs or a faster system helps; which one is for the author to say.",
    ),
    check: Check::Journey(check),
};

fn reading(size: i64) -> Sketch {
    let journey = Sketch::read().then(steps::call()).with(|activity| {
        if let Kind::CustomAction(call) = &mut activity.kind {
            call.values
                .insert("body.to".to_owned(), "#{ExperiencePlatform.ProfileFieldGroup.mobilePhone.number}".into());
        }
    });
    let throttled = journey.inventory(|inventory| {
        for endpoint in &mut inventory.endpoints {
            endpoint.cap = None;
            endpoint.throttle = Some(Throttle { max_throughput: 200, ..Throttle::default() });
        }
    });
    throttled.inventory(|inventory| {
        for audience in inventory.audiences.iter_mut().filter(|audience| audience.id.as_str() == "audience-loyal") {
            audience.size = Some(size);
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some((people, rate)) = rush(survey) else { return };
    let hours = survey.estate.numbers.throttle_queue_hours;
    for step in survey.steps() {
        let Kind::CustomAction(call) = step.kind() else { continue };
        let Some(action) = survey.estate.get::<Action>(call.action.as_ref()) else { continue };
        let Some(endpoint) = endpoints::in_force(survey.estate, action) else { continue };
        let Some(throttle) = endpoint.throttle.as_ref().filter(|throttle| throttle.max_throughput > 0) else {
            continue;
        };
        // The last one in the queue arrives when everybody is read, and goes when everybody before has gone.
        let seconds = people / throttle.max_throughput - people / rate.max(1);
        if seconds <= hours.saturating_mul(3_600) {
            continue;
        }
        let message = format!(
            "{people} people come to {} at once, '{}' answers {} a second: the last wait {} hours, those beyond {hours} \
             hours are lost.",
            survey.name(step),
            endpoint.name,
            grouped(throttle.max_throughput),
            grouped(seconds / 3_600),
            people = grouped(people),
        );
        findings.report(survey.place(step), message);
    }
}

/// How many people come in one go, and how many a second of them.
fn rush(survey: &Survey<'_>) -> Option<(i64, i64)> {
    let estate = survey.estate;
    for step in survey.steps() {
        if let Kind::ReadAudience(read) = step.kind() {
            return Some((estate.get::<Audience>(read.audience.as_ref())?.size?, read.reading_rate));
        }
    }
    let Kind::AudienceQualification(entry) = survey.entry()?.kind() else { return None };
    let audience = estate.get::<Audience>(entry.audience.as_ref())?;
    (audience.evaluation == Evaluation::Batch)
        .then_some(audience.daily_qualifiers?)
        .map(|people| (people, estate.numbers.event_rate_per_second))
}
