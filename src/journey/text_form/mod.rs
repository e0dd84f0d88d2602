//! The text form: one canonical RON text for each value of the document, and back.

pub mod read;
pub mod write;

pub use read::{ReadError, from_ron};
pub use write::to_ron;
