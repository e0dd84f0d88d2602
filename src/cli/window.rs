//! The bare command: opens the designer, where there is one.

use std::path::Path;

use super::Outcome;

/// Opens the designer with the document at the path, if there is one.
#[cfg(not(feature = "designer"))]
pub fn designer(_path: Option<&Path>) -> Outcome {
    eprintln!("waymark: this build has no window; `waymark --help` lists what the terminal can do");
    Outcome::Unreadable
}

/// Opens the designer with the document at the path, if there is one.
#[cfg(feature = "designer")]
pub fn designer(path: Option<&Path>) -> Outcome {
    match crate::designer::app::open(path.map(Path::to_owned)) {
        Ok(()) => Outcome::Fine,
        Err(error) => {
            eprintln!("waymark: {error}");
            Outcome::Unreadable
        }
    }
}
