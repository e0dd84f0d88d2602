//! What people share, as pure values: who may enter. Whoever drives a journey keeps them and asks them.

mod admission;

pub use admission::{Entries, Refusal, admissible};
