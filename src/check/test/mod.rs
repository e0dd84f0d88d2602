//! Rules about test profiles.

mod profile_flag;
mod profile_schema;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[&profile_schema::RULE, &profile_flag::RULE];
