//! Rules about test profiles.

mod cards;
mod profile_flag;
mod profile_schema;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[&profile_schema::RULE, &profile_flag::RULE];
