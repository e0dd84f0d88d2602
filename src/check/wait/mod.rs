//! Rules about waits.

mod date_past;
mod max_duration;
mod positive;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[&max_duration::RULE, &positive::RULE, &date_past::RULE];
