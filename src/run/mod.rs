//! What a journey does. Driven by others: knows no clock, no disk, no network, and no chance but a given seed.
//!
//! A journey is compiled once into a [`Program`]. [`instance::step`] moves one person through it: it takes what
//! happened ([`Input`]) and says what is to be done ([`Effect`]); whoever drives it does that and comes back with
//! the answer. [`traffic`] holds what people share: who may enter, and how many took a capped path. The dry run
//! drives both in virtual time; a server drives the same two with a real clock, so that they cannot disagree.

pub mod audiences;
mod chance;
mod effect;
mod formula;
pub mod instance;
mod output;
mod person;
mod plan;
mod program;
mod state;
mod steps;
pub mod traffic;
mod words;
mod world;

pub use effect::{Consulted, Effect, Input, JumpOutcome, Need, Outcome, Trigger};
pub use person::Person;
pub use program::{CompileError, Entry, Program};
pub use state::{MACHINE, State, Waiting, WaitingFor};
pub use steps::{Discard, End, Letter, Reason, Request, Status, Step};
