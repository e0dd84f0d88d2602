//! Rules about caps and throttles of endpoints.

mod calls;
mod cap_above_throttle;
mod cap_of_one;
mod cards;
mod connections;
mod connections_range;
mod default_cap;
pub(in crate::check) mod drops;
mod methods;
mod not_deployed;
mod one_throttle;
mod period;
mod queue;
mod queue_overflow;
mod retry_slots;
mod throttle_data_source;
mod throttle_production;
mod throttle_unsupported;
mod throughput;
mod url_missing;
mod wildcard;

use super::{Rule, Sketch};
use crate::journey::{Endpoint, ItemRef};

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &url_missing::RULE,
    &wildcard::RULE,
    &methods::RULE,
    &calls::RULE,
    &cap_of_one::RULE,
    &period::RULE,
    &connections::RULE,
    &connections_range::RULE,
    &not_deployed::RULE,
    &drops::RULE,
    &retry_slots::RULE,
    &default_cap::RULE,
    &throughput::RULE,
    &throttle_unsupported::RULE,
    &throttle_data_source::RULE,
    &one_throttle::RULE,
    &throttle_production::RULE,
    &cap_above_throttle::RULE,
    &queue_overflow::RULE,
    &queue::RULE,
];

/// The endpoint of the sketches.
fn messages() -> ItemRef {
    ItemRef::Endpoint("endpoint-messages".into())
}

/// A journey in a workspace whose endpoint is other.
fn with(change: impl Fn(&mut Endpoint)) -> Sketch {
    Sketch::event().inventory(|inventory| inventory.endpoints.iter_mut().for_each(change))
}
