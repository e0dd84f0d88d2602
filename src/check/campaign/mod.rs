//! Rules about Adobe Campaign: what its instances need, take and refuse.

mod and_native;
mod build;
mod cap;
mod cards;
mod collections;
mod decisioning;
mod hosting;
mod log_export;
mod native;
mod organization;
mod payload;
mod published;
mod qualification;
mod standard_url;
mod template;
mod throttled;
mod throughput_standard;
mod throughput_v7;
mod throughput_v8;

use super::survey::crowd::{self, Room, TooMuch};
use super::survey::load::Limit;
use super::{Rule, Survey};
use crate::journey::{Action, Cap, Destination, Kind};

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &qualification::RULE,
    &native::RULE,
    &build::RULE,
    &hosting::RULE,
    &organization::RULE,
    &log_export::RULE,
    &throughput_v7::RULE,
    &throughput_v8::RULE,
    &throughput_standard::RULE,
    &cap::RULE,
    &throttled::RULE,
    &decisioning::RULE,
    &template::RULE,
    &payload::RULE,
    &published::RULE,
    &standard_url::RULE,
    &collections::RULE,
    &and_native::RULE,
];

/// The Campaign messages of a journey with their actions.
fn messages<'a>(
    survey: &'a Survey<'_>,
) -> impl Iterator<Item = (&'a crate::check::survey::Step<'a>, &'a Action)> + use<'a> {
    survey.steps().filter_map(|step| match step.kind() {
        Kind::Campaign(call) => survey.estate.get::<Action>(call.action.as_ref()).map(|action| (step, action)),
        _ => None,
    })
}

/// Whether a cap of the endpoint before Campaign lets fewer through than Campaign takes in that time, and refuses the
/// others: they never come there.
fn is_held_back(survey: &Survey<'_>, found: &TooMuch<'_>, most: i64, period_ms: i64) -> bool {
    let held_back = || {
        let cap = exceeded(survey, &endpoint_before(survey, found.call.step)?)?;
        Some(is_less(&cap, most, period_ms))
    };
    held_back().unwrap_or(false)
}

/// Whether what is too much for the endpoint before Campaign is said of Campaign, which takes no more than its cap lets
/// through.
pub(in crate::check) fn is_said_behind(survey: &Survey<'_>, found: &TooMuch<'_>) -> bool {
    let said = || {
        let cap = found.room.cap.as_ref()?;
        let calls = survey.calls();
        let behind =
            calls.iter().find(|call| call.step == found.call.step && crowd::destination(&call.limit).is_some())?;
        let standing = exceeded(survey, &behind.limit)?;
        Some(!is_less(cap, standing.max_calls, standing.period_ms))
    };
    said().unwrap_or(false)
}

/// The cap of a limit to which more calls come than it lets through.
fn exceeded(survey: &Survey<'_>, limit: &Limit) -> Option<Cap> {
    let room = Room::of(survey.estate, limit);
    let (_, crowd) = survey.estate.crowds().seen_from(&survey.journey.id).find(|(known, _)| *known == limit)?;
    room.excess(&crowd.all())?;
    room.cap
}

/// The limit of the endpoint that stands before Campaign at a step.
fn endpoint_before(survey: &Survey<'_>, step: usize) -> Option<Limit> {
    let mut calls = survey.calls().into_iter().filter(|call| call.step == step).map(|call| call.limit);
    calls.find(|limit| matches!(limit, Limit::Endpoint(_)))
}

/// Whether a cap lets fewer calls through than so many in so many milliseconds.
fn is_less(cap: &Cap, most: i64, period_ms: i64) -> bool {
    i128::from(cap.max_calls) * i128::from(period_ms) < i128::from(most) * i128::from(cap.period_ms)
}

/// What a destination is called.
fn product(destination: Destination) -> &'static str {
    match destination {
        Destination::ThirdParty => "another system",
        Destination::CampaignV7 => "Campaign v7",
        Destination::CampaignV8 => "Campaign v8",
        Destination::CampaignStandard => "Campaign Standard",
    }
}
