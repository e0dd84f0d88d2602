//! The window door: the only room that knows egui.
pub mod actions;
pub mod requests;
