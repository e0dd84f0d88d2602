//! Rules about entering, and entering again.

mod cards;
mod reentrance_range;
mod schedule_range;
mod wait_to_block;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[&reentrance_range::RULE, &wait_to_block::RULE, &schedule_range::RULE];
