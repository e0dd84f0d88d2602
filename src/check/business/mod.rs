//! Rules about business events.

mod campaign;
mod cards;
mod long_journey;
mod mix;
mod needs_read_audience;
mod not_first;
mod rule_based;
mod schema;
mod single;
mod unsupported;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &rule_based::RULE,
    &schema::RULE,
    &not_first::RULE,
    &single::RULE,
    &needs_read_audience::RULE,
    &mix::RULE,
    &campaign::RULE,
    &unsupported::RULE,
    &long_journey::RULE,
];
