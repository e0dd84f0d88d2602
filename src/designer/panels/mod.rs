//! The panels around the canvas: each draws from the session and asks by requests.

pub mod drawer;
pub mod inspector;
pub mod inventory;
mod journeys;
pub mod palette;
pub mod top_bar;
