//! Rules about the shape of a journey and its properties.

mod actions_in_parallel;
mod alternative_path_missing;
mod bad_first_activity;
mod cards;
mod cycle_without_wait;
mod disconnected;
mod end_before_start;
mod end_labels;
mod event_payload;
mod exit_profile_single;
mod forced_reentrance;
mod instance_size;
mod label_missing;
mod live_quota;
mod max_activities;
mod merge_policy_mismatch;
mod missing_required_field;
mod multiple_entries;
mod namespace_not_people_based;
mod near_max_activities;
mod no_entry;
mod parallel_only_event_or_wait;
mod path_exceeds_journey_days;
mod payload_near_limit;
mod payload_too_large;
mod priority_range;
mod profile_creation;
mod single_namespace;
mod suppression;
mod timeout_long_high_volume;
mod timeout_range;
mod today;
mod unknown_zone;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &max_activities::RULE,
    &near_max_activities::RULE,
    &payload_too_large::RULE,
    &payload_near_limit::RULE,
    &live_quota::RULE,
    &no_entry::RULE,
    &bad_first_activity::RULE,
    &multiple_entries::RULE,
    &disconnected::RULE,
    &missing_required_field::RULE,
    &label_missing::RULE,
    &end_labels::RULE,
    &actions_in_parallel::RULE,
    &parallel_only_event_or_wait::RULE,
    &single_namespace::RULE,
    &namespace_not_people_based::RULE,
    &alternative_path_missing::RULE,
    &timeout_range::RULE,
    &timeout_long_high_volume::RULE,
    &path_exceeds_journey_days::RULE,
    &forced_reentrance::RULE,
    &end_before_start::RULE,
    &today::RULE,
    &instance_size::RULE,
    &event_payload::RULE,
    &profile_creation::RULE,
    &merge_policy_mismatch::RULE,
    &priority_range::RULE,
    &exit_profile_single::RULE,
    &unknown_zone::RULE,
    &cycle_without_wait::RULE,
    &suppression::RULE,
];
