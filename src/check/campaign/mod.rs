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
mod qualification;
mod standard_url;
mod template;
mod throttled;
mod throughput_standard;
mod throughput_v7;
mod throughput_v8;

use super::{Rule, Survey};
use crate::journey::{Action, Destination, Kind};

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

/// What a destination is called.
fn product(destination: Destination) -> &'static str {
    match destination {
        Destination::ThirdParty => "another system",
        Destination::CampaignV7 => "Campaign v7",
        Destination::CampaignV8 => "Campaign v8",
        Destination::CampaignStandard => "Campaign Standard",
    }
}
