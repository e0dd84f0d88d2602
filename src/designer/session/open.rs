//! How a workspace gets into the session, and how the session learns that it was saved.

use std::path::Path;

use jiff::Timestamp;

use super::Session;
use crate::check::{Finding, Severity};
use crate::edit::uses;
use crate::journey::files::{self, Files, OpenError, SaveError, Saved};
use crate::journey::{ItemRef, JourneyId, Workspace};

/// Where the open workspace came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Nothing is open.
    #[default]
    Nothing,
    /// It was begun here.
    New,
    /// It is a copy of the samples.
    Sample,
    /// It was read from a folder.
    Folder,
}

impl Session {
    /// A session in which nothing is open.
    pub fn new(chance: u64) -> Self {
        Self { chance, ..Self::default() }
    }

    /// A session over this document, which no folder has.
    pub fn over(workspace: Workspace, chance: u64) -> Self {
        let mut session = Self::new(chance);
        session.show(workspace, Files::default(), Origin::New, None);
        session
    }

    /// Shows another document; everything of the one before is gone.
    pub(in crate::designer) fn show(
        &mut self,
        workspace: Workspace,
        files: Files,
        origin: Origin,
        journey: Option<JourneyId>,
    ) {
        let open = journey.or_else(|| workspace.journeys.keys().next().cloned());
        let (chance, wishes, revision) = (self.chance, self.wishes, self.revision + 1);
        *self = Self { workspace, files, origin, open, chance, wishes, revision, ..Self::default() };
    }

    /// Opens a workspace folder or a journey file.
    pub(in crate::designer) fn read(&mut self, path: &Path) -> Result<(), OpenError> {
        let opened = files::open(path)?;
        self.show(opened.workspace, opened.files, Origin::Folder, opened.journey);
        Ok(())
    }

    /// Shows the journey of which something is wrong, or that uses what is wrong: where nobody knows where the person
    /// was, that is what is to be done. `now` is for the checks.
    pub(in crate::designer) fn open_first_problem(&mut self, now: Timestamp) {
        self.derive(now);
        let workspace = &self.workspace;
        let user = |item: &ItemRef| uses::journeys(workspace, item).into_iter().next();
        let journey_of =
            |Finding { place, .. }: &Finding| place.journey.clone().or_else(|| place.item.as_ref().and_then(user));
        let journey = self.problems().filter(|finding| finding.severity != Severity::Info).find_map(journey_of);
        if let Some(journey) = journey {
            self.open_journey(journey);
        }
    }

    /// Reads the files again and keeps what is on the screen open as far as it still exists.
    pub(in crate::designer) fn read_again(&mut self) -> Result<(), OpenError> {
        let open = self.open.clone();
        // A journey file outside a workspace is opened by its own name; its folder is no document.
        let lone = open.as_ref().filter(|_| !self.files.is_workspace).and_then(|id| self.files.journey_file(id));
        let path = lone.map_or_else(|| self.files.root.clone(), |file| self.files.root.join(file));
        self.read(&path)?;
        if let Some(open) = open.filter(|id| self.workspace.journeys.contains_key(id)) {
            self.open = Some(open);
        }
        Ok(())
    }

    /// Takes note of what the files hold now without taking it over: the next save writes over it.
    pub(in crate::designer) fn keep_mine(&mut self) {
        for file in files::changed_outside(&self.files) {
            self.files.accept_outside(&file);
        }
        self.history.mark_unsaved();
    }

    /// Saves into the folder.
    pub(in crate::designer) fn write(&mut self, root: &Path) -> Result<Saved, SaveError> {
        let saved = files::save(&self.workspace, &mut self.files, root)?;
        self.origin = Origin::Folder;
        self.history.mark_saved();
        Ok(saved)
    }

    /// Nothing of this document is in any file.
    pub(in crate::designer) fn mark_unsaved(&mut self) {
        self.history.mark_unsaved();
    }

    /// Closes the document.
    pub(in crate::designer) fn close(&mut self) {
        let (chance, wishes, revision) = (self.chance, self.wishes, self.revision + 1);
        *self = Self { chance, wishes, revision, ..Self::default() };
    }
}
