//! The text form: one canonical RON text for each value of the document, and back.
//!
//! Writing goes value → `tree` → text; reading goes text → `scan` (brackets and strings only) →
//! `sheet` (entry by entry, so that one broken entry costs nobody else anything) → values.
//!
//! RON is read and written with three of its extensions always on, so that files read well:
//! an optional value stands as it is (`timeout: Hours(2)`, never `Some(…)`), an id stands as its text, and the
//! fields of a variant follow its name at once (`Event(event: "event-k7qd")`).

mod explain;
mod lines;
mod literal;
mod print;
mod read;
pub mod scan;
pub mod sheet;
mod tree;
mod write;

pub use lines::Position;
pub use read::{ReadError, from_ron};
pub use sheet::{Damage, Ids, Sheet};
pub use write::to_ron;

/// Largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 8 * 1024 * 1024;

/// Longest list that is read.
pub const MAX_ENTRIES: usize = 100_000;

/// Deepest nesting of brackets that is read.
pub const MAX_DEPTH: usize = 64;
