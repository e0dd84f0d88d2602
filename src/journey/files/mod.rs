//! The workspace on disk: a folder of text files, made to live in version control.
//!
//! The rim of this room: the only place in it that touches the disk.

mod damage;
mod open;
mod save;
mod state;

pub use damage::{Damaged, FileError};
pub use open::{OpenError, Opened, open, read_text};
pub use save::{SaveError, Saved, save};
pub use state::{Files, Location, changed_outside};
