//! Rules about caps and throttles of endpoints.

mod calls;
mod cards;
mod connections;
mod connections_range;
mod default_cap;
mod drops;
mod methods;
mod period;
mod throttle_data_source;
mod throttle_unsupported;
mod throughput;
mod wildcard;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &wildcard::RULE,
    &methods::RULE,
    &calls::RULE,
    &period::RULE,
    &connections::RULE,
    &connections_range::RULE,
    &drops::RULE,
    &default_cap::RULE,
    &throughput::RULE,
    &throttle_unsupported::RULE,
    &throttle_data_source::RULE,
];
