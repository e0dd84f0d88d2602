//! What a journey does. Driven by others: knows no clock, no disk, no network, and no chance but a given seed.
//!
//! A journey is compiled once into a [`Program`]. [`instance::step`] moves one person through it: it takes what
//! happened ([`Input`]) and says what is to be done ([`Effect`]). [`traffic`] holds what people share. [`conduct`]
//! takes what happens to everybody whom it concerns, and carries out what their runs ask for, upon a [`conduct::Host`]:
//! the dry run is one in virtual time, the server another with a real clock, so that they cannot disagree.

pub mod audiences;
mod chance;
pub mod conduct;
mod counts;
mod effect;
mod formula;
pub mod instance;
mod output;
mod payload;
mod period;
mod person;
mod persona;
mod plan;
mod program;
mod rule_sets;
mod someone;
mod state;
mod steps;
pub mod traffic;
pub mod wire;
mod words;
mod world;

pub use chance::{Causes, seed_of};
pub use conduct::Conductor;
pub use counts::{ActivityCounts, Counts, port_word};
pub use effect::{Consulted, Effect, Input, JumpOutcome, Need, Outcome, Trigger, is_success};
pub use payload::Payload;
pub use person::Person;
pub use persona::Persona;
pub use program::{CompileError, Entry, Program};
pub use someone::{Difference, Inside, Someone};
pub use state::{MACHINE, Part, State, Waiting, WaitingFor, key_parts};
pub(crate) use steps::moment;
pub use steps::{Discard, Effort, End, Letter, Reason, Request, Status, Step};
pub use words::json as value_json;
