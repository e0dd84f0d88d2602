//! WATCH: what runs of a server look like from outside.
//!
//! [`path`] is pure: a run's steps, as they come over the wire, become the very [`crate::simulate::Run`] that a test
//! run is, so that one view shows both. [`stream`] follows the steps of a server as they are done and goes on where it
//! stopped, however often the line breaks. [`Watcher`] puts both to work on a thread of its own and leaves what it saw
//! where somebody who draws can look at any moment without waiting.

mod path;
mod replay;
pub mod stream;
mod watcher;

pub use path::path;
pub use replay::{Replayed, replay};
pub use watcher::{At, Seen, Standing, Target, Watcher, Wish};
