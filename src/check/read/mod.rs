//! Rules about reading an audience.

mod after_evaluation;
mod at_once;
mod audience_missing;
mod batch_freshness;
mod campaign;
mod cards;
mod coinciding;
mod custom_action_rate;
mod incremental_lookback;
mod incremental_upload;
mod not_first;
mod rate_range;
mod rate_supplemental;
mod sandbox_rate;
mod single;
mod streaming_audience;
mod waves;
mod waves_context;
mod waves_count;
mod waves_coverage;
mod waves_interval;
mod waves_past;
mod waves_total;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &not_first::RULE,
    &single::RULE,
    &audience_missing::RULE,
    &streaming_audience::RULE,
    &rate_range::RULE,
    &rate_supplemental::RULE,
    &sandbox_rate::RULE,
    &at_once::RULE,
    &campaign::RULE,
    &custom_action_rate::RULE,
    &after_evaluation::RULE,
    &batch_freshness::RULE,
    &incremental_lookback::RULE,
    &incremental_upload::RULE,
    &waves_context::RULE,
    &waves_count::RULE,
    &waves_interval::RULE,
    &waves_past::RULE,
    &waves_total::RULE,
    &waves_coverage::RULE,
];
