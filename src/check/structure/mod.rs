//! Rules about the shape of a journey and its properties.

mod actions_in_parallel;
mod cards;
mod max_activities;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[&max_activities::RULE, &actions_in_parallel::RULE];
