//! CHECK: guardrails, each a value, all run on every revision.
pub mod finding;
pub mod rule;
