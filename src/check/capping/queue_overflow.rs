//! A queue in front of a throttle is worked off in time.

use crate::check::example::{Sketch, steps};
use crate::check::survey::crowd::{Room, Volume};
use crate::check::survey::load::Limit;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::{Kind, Throttle};

pub(super) const RULE: Rule = Rule {
    id: "throttling-queue-overflow",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "A throttled system answers everybody of a run within 6 hours, and everybody of an hour at the peak.",
    why: "Calls that wait for a throttle are kept for 6 hours and given up afterwards.",
    sources: &[source::THROTTLING],
    flagged: || reading(9_000_000).at_step("action-2", ""),
    passing: || reading(4_000_000),
    mending: Mending::None(
        "A smaller audience, several runs or a faster system helps; which one is for the author to say.",
    ),
    check: Check::Journey(check),
};

pub(super) fn reading(size: i64) -> Sketch {
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
    let hours = survey.estate.numbers.throttle_queue_hours;
    for found in waiting(survey, |seconds| seconds > hours.saturating_mul(3_600)) {
        let message =
            format!("{} {} hours, those beyond {hours} hours are lost.", found.said(), grouped(found.seconds / 3_600));
        findings.report(survey.place(&survey.flow.steps[found.step]), message);
    }
}

/// A queue in front of a throttle.
pub(super) struct Queue {
    /// The first call by which it is so long.
    pub step: usize,
    /// What comes, and what leaves.
    said: String,
    /// How long the last one waits.
    pub seconds: i64,
}

impl Queue {
    /// "900 calls a second come to 'Messages', its throttle sends 500: the last of 9,000,000 waits".
    pub(super) fn said(&self) -> &str {
        &self.said
    }
}

/// How long the last one waits: the last of all where people come in one go, else the last of an hour.
fn wait(throttle: i64, volume: &Volume) -> i64 {
    if let Some(measured) = volume.measured() {
        // Who waited in vain would have waited until everything was worked off.
        return if measured.given_up > 0 { measured.all / throttle } else { measured.longest_delay_ms / 1_000 };
    }
    let a_second = volume.per_second();
    if a_second <= throttle {
        return 0;
    }
    let calls = if volume.is_steady() { a_second.saturating_mul(3_600) } else { volume.in_all() };
    // The last one comes when everybody before has come, and goes when everybody before has gone.
    calls / throttle - calls / a_second.max(1)
}

/// The queues in front of throttles that are too long.
pub(super) fn waiting(survey: &Survey<'_>, is_too_long: impl Fn(i64) -> bool) -> Vec<Queue> {
    let of_endpoint = |limit: &Limit| matches!(limit, Limit::Endpoint(_));
    let is_long = |_: &Limit, room: &Room, volume: &Volume| {
        room.throttle.is_some_and(|throttle| is_too_long(wait(throttle, volume)))
    };
    let found = survey.too_much(of_endpoint, is_long).into_iter().filter_map(|found| {
        let (throttle, all) = (found.room.throttle?, found.crowd.all());
        let who = if all.is_steady() {
            "if that lasts an hour, the last one waits".to_owned()
        } else {
            format!("the last of {} waits", grouped(all.in_all()))
        };
        let come = found.crowd.said(&found.room.name, 1_000);
        let said = format!("{come}, its throttle sends {}: {who}", grouped(throttle));
        Some(Queue { step: found.call.step, said, seconds: wait(throttle, &all) })
    });
    found.collect()
}
