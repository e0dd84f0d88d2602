//! The window door: the only room that knows egui.
pub mod actions;
pub mod icons;
pub mod pen;
pub mod requests;
pub mod theme;
pub mod widgets;
