//! What could not be read: single entries, and whole files.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// One entry that could not be read; its file is read-only until the entry is mended or removed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{}:{line}:{column}: {error}", file.display())]
pub struct Damaged {
    /// The file.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The entry as it stands in the file.
    pub text: String,
    /// What is wrong and what to do.
    pub error: String,
}

/// What of the files could not be read, an entry or a whole file alike, as a list says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread<'a> {
    /// The file, inside the folder of the workspace.
    pub file: &'a Path,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub error: &'a str,
    /// Whether nothing of the file could be read.
    pub is_whole: bool,
}

impl Unread<'_> {
    /// Whether a journey is missing for it.
    pub fn is_journey(&self) -> bool {
        self.is_whole && self.file.to_string_lossy().ends_with(super::JOURNEY_ENDING)
    }
}

/// A file that could not be read at all.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{}:{line}:{column}: {error}", file.display())]
pub struct FileError {
    /// The file.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub error: String,
}
