//! The window door: the only room that knows egui.
//!
//! One frame: background tasks deliver; keys become actions; the requests of the last frame are applied as
//! edits; if the revision changed, everything derived is made again; the panels draw from `&Session` and
//! collect requests; toasts come last. Drawing reads, the queue writes.

pub mod actions;
pub mod app;
pub mod canvas;
pub mod fields;
mod frame;
pub mod icons;
pub mod panels;
pub mod pen;
pub mod requests;
pub mod session;
pub mod steps;
pub mod theme;
pub mod trail;
pub mod widgets;
pub mod words;

pub use frame::Designer;
