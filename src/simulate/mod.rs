//! The dry run: test profiles, a virtual clock, replies from a scenario, and a trace of everything.
//!
//! Drives `crate::run` and decides nothing by itself. Nothing leaves the machine.

mod dry_run;
pub mod expectation;
mod trace;

pub use dry_run::{SetupError, default_scenario, dry_run};
pub use trace::{Run, Trace};

pub use crate::run::{Discard, End, Letter, Reason, Request, Status, Step};
