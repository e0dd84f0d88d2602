//! What could not be read: single entries, and whole files.

use std::path::PathBuf;

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
