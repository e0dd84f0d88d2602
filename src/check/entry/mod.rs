//! Rules about entering, and entering again.

mod cards;
mod reentrance_range;
mod schedule_range;
mod supplemental;
mod supplemental_context;
mod supplemental_downstream;
mod supplemental_field;
mod supplemental_primary;
mod supplemental_reading;
mod wait_to_block;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &reentrance_range::RULE,
    &wait_to_block::RULE,
    &schedule_range::RULE,
    &supplemental_context::RULE,
    &supplemental_field::RULE,
    &supplemental_primary::RULE,
    &supplemental_downstream::RULE,
    &supplemental_reading::RULE,
];
