//! RUN: the orchestration server, which runs journeys durably on one machine.
//!
//! One thread owns what is kept: the [`writer`]'s. It gathers what is asked of it, does it in one transaction of the
//! [`store`], and answers only once that is on the disk; what waits for a moment is done by the same thread. What the
//! outside gets to know, it gets to know after the commit. Time comes from a [`clock`] that tests replace.

pub mod clock;
pub mod engine;
pub mod store;
pub mod writer;
