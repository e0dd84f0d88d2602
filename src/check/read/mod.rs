//! Rules about reading an audience.

mod after_evaluation;
mod audience_missing;
mod batch_freshness;
mod campaign;
mod custom_action_rate;
mod incremental_lookback;
mod incremental_upload;
mod not_first;
mod rate_range;
mod single;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &not_first::RULE,
    &single::RULE,
    &audience_missing::RULE,
    &rate_range::RULE,
    &campaign::RULE,
    &custom_action_rate::RULE,
    &after_evaluation::RULE,
    &batch_freshness::RULE,
    &incremental_lookback::RULE,
    &incremental_upload::RULE,
];
