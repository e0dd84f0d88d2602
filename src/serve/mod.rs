//! RUN: the orchestration server, which runs journeys durably on one machine.
//!
//! One thread owns what is kept: the [`writer`]'s. It gathers what is asked of it, does it in one transaction of the
//! [`store`], and answers only once that is on the disk; what waits for a moment is done by the same thread. What the
//! outside gets to know, it gets to know after the commit. Time comes from a [`clock`] that tests replace.
//!
//! [`Server::start`] opens the store, starts the writer over the [`engine`] and answers the routes of [`api`];
//! [`Settings`] says where it listens and what callers may take. Beyond this machine's own address it starts only with
//! TLS, and only for those who have a token.
//!
//! What is to leave stands in the engine's outbox; `courier` finds the call for it and tells the writer what came of
//! it, and [`pace`] when each may leave. [`dispatch`] alone of the server talks to the outside, and [`crate::secrets`]
//! alone turns the name of a secret into its value.

pub mod api;
pub mod clock;
mod connections;
pub mod courier;
pub mod dispatch;
pub mod engine;
mod metrics;
pub mod pace;
mod server;
mod settings;
pub mod store;
pub mod writer;

pub use server::{Server, StartError};
pub use settings::{DEFAULT_LISTEN, Limits, Settings, Tls};
