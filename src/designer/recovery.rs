//! Recovery: while something is unsaved, a copy of it lies in the person's folder. After a kill the next start
//! offers it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::journey::Workspace;
use crate::journey::files::Files;
use crate::journey::files::recovery::{self, Keeper, Kept};

/// A copy that a killed program left behind.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// What it holds.
    pub kept: Kept,
    /// When it was written.
    pub at: Option<Timestamp>,
    file: PathBuf,
}

impl Left {
    /// Its folder; `None` where it was never saved.
    pub fn root(&self) -> Option<&Path> {
        Some(self.kept.root.as_path()).filter(|root| !root.as_os_str().is_empty())
    }
}

/// What killed programs left behind.
#[derive(Debug, Default)]
pub struct LeftBehind {
    /// The newest copy that can be read.
    pub newest: Option<Left>,
    /// The copies before it that cannot: which file, and why. They stay where they are.
    pub unreadable: Vec<(PathBuf, std::io::Error)>,
}

/// The copy of this window.
#[derive(Default)]
pub struct Recovery {
    keeper: Option<Keeper>,
    has_copy: bool,
}

impl Recovery {
    /// A copy for this window below the person's folder; without one nothing is kept.
    pub fn begin(person: Option<&Path>, chance: u64) -> Self {
        let keeper = folder(person).and_then(|folder| Keeper::begin(&folder, &format!("{chance:016x}")).ok());
        Self { keeper, has_copy: false }
    }

    /// Writes the copy; false where there is no place for one.
    ///
    /// # Errors
    /// What the disk said.
    pub fn keep(&mut self, workspace: &Workspace, files: &Files) -> std::io::Result<bool> {
        let Some(keeper) = &self.keeper else { return Ok(false) };
        keeper.write(workspace, files)?;
        self.has_copy = true;
        Ok(true)
    }

    /// Nothing is unsaved: the copy goes.
    pub fn forget(&mut self) {
        if let Some(keeper) = self.keeper.as_ref().filter(|_| self.has_copy) {
            // A copy that stays is offered once more; nothing is lost by it.
            self.has_copy = keeper.clear().is_err();
        }
    }

    /// The window closes in good order.
    pub fn end(&mut self) {
        if let Some(keeper) = self.keeper.take() {
            let _stays = keeper.end();
        }
    }
}

/// What killed programs left behind, up to the newest copy that can be read.
pub fn left_behind(person: Option<&Path>) -> LeftBehind {
    let mut found = LeftBehind::default();
    for left in folder(person).map(|folder| recovery::list(&folder)).unwrap_or_default() {
        match recovery::read(&left.path) {
            Ok(kept) => {
                let at = left.at.and_then(|at| Timestamp::try_from(at).ok());
                found.newest = Some(Left { kept, at, file: left.path });
                break;
            }
            Err(error) => found.unreadable.push((left.path, error)),
        }
    }
    found
}

/// Takes a copy away.
pub fn discard(left: &Left) {
    let _stays = recovery::remove(&left.file);
}

fn folder(person: Option<&Path>) -> Option<PathBuf> {
    person.map(|person| person.join("recovery"))
}
