//! Recovery: while something is unsaved, a copy of it lies in the person's folder. After a kill the next start
//! offers it.
//!
//! Each running window has a folder of its own and holds the lock in it. A folder whose lock nobody holds was
//! left behind.

use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journey::files::{self, Files};
use crate::journey::{JourneyId, Workspace};

/// What is known about a copy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The folder of the workspace; `None` where it was never saved.
    pub root: Option<PathBuf>,
    /// What it is called.
    pub name: String,
    /// Which journey was on the canvas.
    pub journey: Option<JourneyId>,
    /// When the copy was made.
    pub at: Timestamp,
}

/// A copy that a killed program left behind.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// Where it lies.
    pub folder: PathBuf,
    /// What is known about it.
    pub note: Note,
}

/// The folder of this window.
#[derive(Default)]
pub struct Recovery {
    folder: Option<PathBuf>,
    files: Files,
    /// Held as long as the window lives; the system lets go of it when the program dies.
    _lock: Option<File>,
    has_copy: bool,
}

impl Recovery {
    /// A folder for this window below the person's folder; without one nothing is kept.
    pub fn begin(person: Option<&Path>, chance: u64) -> Self {
        let Some(folder) = person.map(|person| person.join("recovery").join(format!("{chance:016x}"))) else {
            return Self::default();
        };
        let lock = std::fs::create_dir_all(&folder).and_then(|()| File::create(folder.join("lock")));
        match lock {
            Ok(lock) if lock.try_lock().is_ok() => {
                Self { folder: Some(folder), files: Files::default(), _lock: Some(lock), has_copy: false }
            }
            _ => Self::default(),
        }
    }

    /// Writes a copy; only what changed since the last one.
    ///
    /// # Errors
    /// A sentence about what the disk said.
    pub fn keep(&mut self, workspace: &Workspace, note: &Note) -> Result<(), String> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let copy = folder.join("workspace");
        std::fs::create_dir_all(&copy).map_err(|error| error.to_string())?;
        files::save(workspace, &mut self.files, &copy).map_err(|error| error.to_string())?;
        let text = ron::to_string(note).map_err(|error| error.to_string())?;
        std::fs::write(folder.join("note.ron"), text).map_err(|error| error.to_string())?;
        self.has_copy = true;
        Ok(())
    }

    /// Nothing is unsaved: the copy goes.
    pub fn forget(&mut self) {
        if let Some(folder) = self.folder.as_deref().filter(|_| self.has_copy) {
            // The note goes first: a copy without one is never offered.
            let _gone = std::fs::remove_file(folder.join("note.ron"));
            let _gone = std::fs::remove_dir_all(folder.join("workspace"));
            self.files = Files::default();
            self.has_copy = false;
        }
    }

    /// The window closes in good order: its folder goes.
    pub fn end(&mut self) {
        if let Some(folder) = self.folder.take() {
            let _gone = std::fs::remove_dir_all(folder);
        }
    }
}

/// The newest copy that a killed program left behind.
pub fn left_behind(person: Option<&Path>) -> Option<Left> {
    let folders = std::fs::read_dir(person?.join("recovery")).ok()?;
    let left = folders.flatten().map(|entry| entry.path()).filter(|folder| is_orphan(folder)).filter_map(|folder| {
        let note = std::fs::read_to_string(folder.join("note.ron")).ok()?;
        Some(Left { note: ron::from_str(&note).ok()?, folder })
    });
    left.max_by_key(|left| left.note.at)
}

fn is_orphan(folder: &Path) -> bool {
    File::open(folder.join("lock")).is_ok_and(|lock| lock.try_lock().is_ok())
}

/// Reads a copy.
///
/// # Errors
/// A sentence about what could not be read.
pub fn read(left: &Left) -> Result<Workspace, String> {
    files::open(&left.folder.join("workspace")).map(|opened| opened.workspace).map_err(|error| error.to_string())
}

/// Takes a copy away.
pub fn discard(left: &Left) {
    let _gone = std::fs::remove_dir_all(&left.folder);
}
