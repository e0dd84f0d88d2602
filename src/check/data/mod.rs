//! Rules about schemas, data sources and channels.

mod cards;
mod schema_first;
mod subdomain;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[&schema_first::RULE, &subdomain::RULE];
