//! Waymark: a native journey designer.
pub mod check;
pub mod cli;
#[cfg(feature = "designer")]
pub mod designer;
pub mod edit;
pub mod exchange;
pub mod expression;
pub mod journey;
pub mod run;
pub mod simulate;
