//! Rules about people who enter or leave an audience.

mod batch_audience;
mod behaviour;
mod cards;
mod composition_audience;
mod counted_twice;
mod namespace;
mod never_evaluated;
mod on_messages;
mod per_sandbox;
mod streaming_burst;

use super::Rule;

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &behaviour::RULE,
    &namespace::RULE,
    &composition_audience::RULE,
    &batch_audience::RULE,
    &never_evaluated::RULE,
    &streaming_burst::RULE,
    &counted_twice::RULE,
    &per_sandbox::RULE,
    &on_messages::RULE,
];
