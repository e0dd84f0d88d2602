//! Rules about unitary events: their configuration, and listening for them.

mod cards;
mod channel_needs_namespace;
mod identity_missing;
mod indefinite_listen;
mod ingest_rate;
mod name_format;
mod orchestration_id;
mod per_journey;
mod per_schema;
mod profile_key;
mod rule_condition;
mod rule_types;
mod source_not_streamed;
mod timeout_multiple;
mod timeout_path;
mod timeout_range;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &name_format::RULE,
    &orchestration_id::RULE,
    &rule_condition::RULE,
    &rule_types::RULE,
    &identity_missing::RULE,
    &profile_key::RULE,
    &channel_needs_namespace::RULE,
    &source_not_streamed::RULE,
    &ingest_rate::RULE,
    &per_journey::RULE,
    &per_schema::RULE,
    &indefinite_listen::RULE,
    &timeout_range::RULE,
    &timeout_path::RULE,
    &timeout_multiple::RULE,
];
