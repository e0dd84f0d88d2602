//! Saving and exporting: where to, what became of it, and what follows.

use std::path::{Path, PathBuf};

use egui::Context;

use super::Designer;
use super::asking::{Answer, Asking, For, Then};
use super::outside::named;
use crate::designer::dialogs::browser::Browser;
use crate::designer::dialogs::export::Part;
use crate::designer::dialogs::question::Question;
use crate::designer::dialogs::waiting::{Waiting, Wanted};
use crate::designer::settings::Recent;
use crate::designer::words::{phrase, word};
use crate::journey::files::{self, SaveError};
use crate::journey::{JourneyId, Scenario};

impl Designer {
    pub(super) fn save(&mut self, then: Option<Then>, context: &Context) {
        match self.session.root().map(Path::to_owned) {
            Some(root) => drop(self.save_into(&root, then, context)),
            None => self.ask_for_path(context, Wanted::Folder, For::Save(then)),
        }
    }

    /// Saves into this folder; whether that was done.
    fn save_into(&mut self, root: &Path, then: Option<Then>, context: &Context) -> bool {
        match self.session.write(root) {
            Ok(_) => {
                let folder = root.display().to_string();
                self.toasts.say(phrase("save.done", &[("folder", &folder)]));
                self.note_recent();
                if let Some(then) = then {
                    self.then(then, context);
                }
                return true;
            }
            Err(SaveError::ChangedOutside(path)) => self.ask_about_others(&[path]),
            Err(error) => {
                // The document is whole in memory, and its copy is brought up to date before anything else happens.
                self.copy();
                self.toasts.complain(phrase("save.failed", &[("why", &error.to_string())]));
            }
        }
        false
    }

    pub(super) fn note_recent(&mut self) {
        let Some(path) = self.session.root().map(Path::to_owned) else { return };
        self.session.derive(self.now());
        let recent = Recent {
            path,
            name: self.session.workspace().settings.name.clone(),
            journeys: self.session.workspace().journeys.len(),
            errors: self.session.report().errors(),
            at: self.now(),
        };
        self.settings.remember(recent);
    }

    /// The test run of this journey goes on as it was set up last.
    pub(super) fn recall_setup(&mut self) {
        let (Some(root), Some(journey)) = (self.session.root(), self.session.journey()) else { return };
        let is_begun = self.session.rehearsal().scenario().is_some_and(|scenario| scenario.journey == journey.id);
        if !is_begun {
            let (open, aside) = self.setups.find(root, &journey.id);
            let open = open.or_else(|| self.proposed_scenario(&journey.id).cloned());
            self.session.recall(open, aside);
        }
    }

    /// The saved scenario with which a test run begins: the one that the person had open last, or the only one.
    fn proposed_scenario(&self, journey: &JourneyId) -> Option<&Scenario> {
        let scenarios = &self.session.workspace().scenarios;
        let own = |scenario: &&Scenario| &scenario.journey == journey;
        let last = self.settings.scenarios.iter().filter_map(|id| scenarios.get(id)).map(AsRef::as_ref).find(own);
        let mut saved = scenarios.values().map(AsRef::as_ref).filter(own);
        last.or_else(|| saved.next().filter(|_| saved.next().is_none()))
    }

    /// What is set up for the test run and not saved is kept for the person.
    pub(super) fn keep_setup(&mut self) {
        let (Some(root), Some(journey)) = (self.session.root(), self.session.journey()) else { return };
        let rehearsal = self.session.rehearsal();
        let is_begun = rehearsal.scenario().is_some_and(|scenario| scenario.journey == journey.id);
        if let Some(scenario) = rehearsal.loaded().filter(|_| is_begun) {
            self.settings.rehearsed(scenario);
        }
        let open = rehearsal.unsaved(self.session.workspace());
        if is_begun && self.setups.keep(root, &journey.id, open, rehearsal.aside()) {
            self.setups.store(self.surroundings.folder.as_deref());
        }
    }

    pub(super) fn write_export(&mut self, context: &Context, stem: &str, files: Vec<Part>) {
        let Some(first) = files.first() else { return };
        self.ask_for_path(context, Wanted::File(format!("{stem}{}", first.ending)), For::Export(files));
    }

    /// Writes what is exported: the first file at this path, the others of the same name beside it. What stands there
    /// already and was not asked about is not written over unasked.
    fn export_to(&mut self, path: &Path, parts: Vec<Part>) -> Option<PathBuf> {
        let first = parts.first()?.ending;
        let name = path.file_name()?.to_string_lossy().into_owned();
        let stem = name.strip_suffix(first).unwrap_or(&name).to_owned();
        let place = |(number, part): (usize, Part)| match number {
            0 => (path.to_owned(), part),
            _ => (path.with_file_name(format!("{stem}{}", part.ending)), part),
        };
        let files: Vec<(PathBuf, Part)> = parts.into_iter().enumerate().map(place).collect();
        let taken: Vec<PathBuf> =
            files.iter().skip(1).map(|(path, _)| path.clone()).filter(|path| path.exists()).collect();
        if taken.is_empty() {
            return self.write_files(&files);
        }
        self.documents.question = Some(Question {
            key: "overwrite",
            details: named(&taken),
            answers: vec![("replace", Answer::Overwrite(files)), ("cancel", Answer::Cancel)],
            escape: Some(Answer::Cancel),
        });
        None
    }

    /// Writes the files; their folder, where that was done.
    pub(super) fn write_files(&mut self, files: &[(PathBuf, Part)]) -> Option<PathBuf> {
        for (path, part) in files {
            if let Err(error) = files::write_text(path, &part.exported.text) {
                let parts = [("file", &*path.display().to_string()), ("why", &*error.to_string())];
                self.toasts.complain(phrase("export.failed", &parts));
                return None;
            }
        }
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let names: Vec<String> = files.iter().map(|(path, _)| name(path)).collect();
        let paths: Vec<String> = files.iter().map(|(path, _)| path.display().to_string()).collect();
        let said = phrase("export.done", &[("file", &names.join(word("export.and")))]);
        let hash = files.iter().find_map(|(_, part)| part.exported.hash.as_ref());
        let copy = hash.map(|hash| (phrase("export.hash", &[("hash", &short(hash))]), hash.clone()));
        self.toasts.tell(said, paths.join("\n"), copy);
        files.first().and_then(|(path, _)| path.parent()).map(Path::to_owned)
    }

    pub(super) fn ask_for_path(&mut self, context: &Context, wanted: Wanted, purpose: For) {
        // A file dialog of the system can take the whole program with it: what is unsaved is copied first.
        if self.session.is_edited() {
            self.copy();
        }
        let folder = self.proposed(&wanted);
        let asking = if self.surroundings.system_dialogs {
            Asking::System(Waiting::begin(context, &wanted, folder), wanted)
        } else {
            Asking::BuiltIn(self.browser(wanted, folder))
        };
        self.documents.asking = Some((asking, purpose));
    }

    /// Our own dialog, begun in this folder; for a whole workspace at the folder that is made for it there.
    pub(super) fn browser(&self, wanted: Wanted, folder: PathBuf) -> Browser {
        let room = || room_for(&folder, &self.session.workspace().settings.name);
        let begins = Some(&wanted).filter(|wanted| **wanted == Wanted::Folder).and_then(|_| room());
        Browser::new(wanted, &begins.unwrap_or(folder))
    }

    /// The folder in which a dialog begins: the workspace itself for what is written into a file, the folder around it
    /// for a whole workspace; while the workspace has none, where something was chosen last, or else the documents.
    pub(super) fn proposed(&self, wanted: &Wanted) -> PathBuf {
        let root = self.session.root().filter(|root| root.is_dir());
        let of_workspace = root.and_then(|root| match wanted {
            Wanted::File(_) => Some(root),
            Wanted::Open | Wanted::Folder => root.parent(),
        });
        let last = self.settings.folder.as_deref().filter(|folder| folder.is_dir());
        of_workspace.or(last).unwrap_or(&self.surroundings.home).to_owned()
    }

    /// Does for what the path was chosen; where that succeeds, the next dialog begins in the same folder.
    pub(super) fn chosen(&mut self, path: &Path, purpose: For, context: &Context) {
        let around = |path: &Path| path.parent().map(Path::to_owned);
        let done = match purpose {
            For::Open => around(path).filter(|_| self.open(path)),
            For::Save(then) => match room_for(path, &self.session.workspace().settings.name) {
                // Where the workspace lies now: within the chosen folder, or in its place where that was empty.
                Some(folder) => around(&folder).filter(|_| self.save_into(&folder, then, context)),
                None => {
                    self.toasts.complain(phrase("save.taken", &[("folder", &path.display().to_string())]));
                    None
                }
            },
            For::Export(parts) => self.export_to(path, parts),
        };
        if done.is_some() {
            self.settings.folder = done;
        }
    }
}

/// As much of a hash as people compare by eye.
fn short(hash: &str) -> String {
    hash.chars().take(8).collect()
}

/// The folder to save a new workspace into: the one that was chosen where it is empty or new, else one of the
/// workspace's name within it, or beside it where it is a workspace itself; numbered where that is taken as well.
fn room_for(chosen: &Path, name: &str) -> Option<PathBuf> {
    const MOST: usize = 1_000;
    let is_free = |path: &Path| match std::fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !path.exists(),
    };
    if is_free(chosen) {
        return Some(chosen.to_owned());
    }
    let slug = files::slug(name, "workspace");
    let is_workspace = chosen.join(files::WORKSPACE_FILE).exists();
    let folder = chosen.parent().filter(|_| is_workspace).unwrap_or(chosen);
    let numbered = (2..MOST).map(|number| folder.join(format!("{slug}-{number}")));
    std::iter::once(folder.join(&slug)).chain(numbered).find(|path| is_free(path))
}
