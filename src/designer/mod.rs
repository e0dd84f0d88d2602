//! The window door: the only room that knows egui.
//!
//! One frame: background tasks deliver; keys become actions; the requests of the last frame are applied as
//! edits; if the revision changed, everything derived is made again; the panels draw from `&Session` and
//! collect requests; toasts come last. Drawing reads, the queue writes.

pub mod action;
pub mod actions;
pub mod app;
pub mod canvas;
pub mod clock;
mod command_palette;
pub mod covering;
mod dialogs;
pub mod differs;
mod errand;
pub mod fields;
pub mod forecasting;
mod frame;
pub mod icons;
mod likeness;
pub mod live;
pub mod mail;
pub mod names;
pub mod panels;
pub mod pen;
mod recents;
pub mod recovery;
pub mod rehearsal;
mod remedies;
pub mod requests;
pub mod samples;
pub mod selection;
pub mod session;
pub mod settings;
mod setups;
mod shortcuts;
pub mod study;
pub mod surroundings;
pub mod theme;
mod thumbnail;
mod toasts;
pub mod trail;
mod welcome;
pub mod widgets;
pub mod words;
mod work;

pub use frame::Designer;
