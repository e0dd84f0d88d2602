//! Rules about waits.

mod custom_type;
mod date_past;
mod fixed_date;
mod max_duration;
mod positive;
mod push_then_inapp;
mod send_time;
mod send_time_quiet;
mod zone_suffix;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &max_duration::RULE,
    &positive::RULE,
    &custom_type::RULE,
    &zone_suffix::RULE,
    &fixed_date::RULE,
    &date_past::RULE,
    &send_time::RULE,
    &send_time_quiet::RULE,
    &push_then_inapp::RULE,
];
