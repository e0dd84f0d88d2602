//! The dry run: test profiles, a virtual clock, replies from a scenario, and a trace of everything.
//!
//! A host of `crate::run::conduct` in memory: decides nothing by itself. Nothing leaves the machine.

pub mod cover;
mod default;
mod drive;
mod dry_run;
pub mod expectation;
mod memory;
pub mod otherwise;
mod outside;
mod parting;
mod text;
mod trace;
pub mod volume;

pub use default::{default_clock, default_scenario, default_start};
pub use dry_run::{SetupError, dry_run, dry_run_with_keys};
pub use parting::{Parting, decisions, parting};
pub use text::{ending, text};
pub use trace::{Misfit, Run, Trace};

pub use crate::run::{Discard, End, Letter, Reason, Request, Status, Step};
