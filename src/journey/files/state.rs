//! What is remembered of the files between opening and saving.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::disk::{self, Hash};
use super::inventory_files::home;
use super::{Damaged, FileError, Unread, open};
use crate::journey::{JourneyId, Observed, Place, ScenarioId, VersionId, Workspace, hex};

/// The files of an open workspace: where they lie, what their bytes were, what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The folder; empty while nothing was saved yet.
    pub root: PathBuf,
    /// False for journey files outside a workspace.
    pub is_workspace: bool,
    /// Entries that could not be read.
    pub damaged: Vec<Damaged>,
    /// Files that could not be read at all.
    pub unreadable: Vec<FileError>,
    /// What environments were last seen to do with each journey.
    pub(super) observed: BTreeMap<JourneyId, Observed>,
    /// The files, by path inside the folder.
    pub(super) known: BTreeMap<PathBuf, Known>,
    /// The document as the files have it.
    pub(super) base: Workspace,
    /// Files that somebody else changed and that the next save writes over, whatever `base` says.
    pub(super) overruled: BTreeSet<PathBuf>,
    /// Files whose part was written elsewhere and that could not be removed yet.
    pub(super) leftover: BTreeSet<PathBuf>,
}

/// One file as it was last read or written.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub part: Part,
    pub hash: Hash,
    /// Time of change and size: while they are the same nobody need read the file again.
    pub stamp: Option<(SystemTime, u64)>,
    /// Line of each field, and of each list entry by list and id.
    pub fields: BTreeMap<String, usize>,
    pub entries: BTreeMap<(String, String), usize>,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Settings,
    Organization,
    Population,
    Inventory(&'static str),
    Journey(JourneyId),
    Scenario(ScenarioId),
    Version(VersionId),
    /// What environments were last seen to do. No document has it, so no save writes or removes it.
    Observed(JourneyId),
    /// It could not be read at all.
    Unknown,
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
    /// Everything that could not be read, whole files first.
    pub fn unread(&self) -> impl Iterator<Item = Unread<'_>> + Clone {
        let files =
            self.unreadable.iter().map(|FileError { file, line, column, error }| (file, line, column, error, true));
        let entries = self.damaged.iter().map(|it| (&it.file, &it.line, &it.column, &it.error, false));
        files.chain(entries).map(|(file, line, column, error, is_whole)| Unread {
            file,
            line: *line,
            column: *column,
            error,
            is_whole,
        })
    }

    /// Everything that could not be read, one sentence each, with file, line and column.
    pub fn problems(&self) -> Vec<String> {
        let files = self.unreadable.iter().map(|error| self.shown(&error.file, &error.to_string()));
        let entries = self.damaged.iter().map(|damaged| self.shown(&damaged.file, &damaged.to_string()));
        files.chain(entries).collect()
    }

    /// Paths inside the folder, as a person outside it would type them.
    fn shown(&self, file: &Path, sentence: &str) -> String {
        if self.root.as_os_str().is_empty() || file.is_absolute() {
            return sentence.to_owned();
        }
        self.root.join(sentence).display().to_string()
    }

    /// The file and line at which a place of the document stood when its file was last read or written.
    pub fn locate(&self, place: &Place) -> Option<Location> {
        if let Some(item) = &place.item {
            let (file, list) = home(item);
            let (file, known) = self.known.get_key_value(Path::new(file))?;
            let line = known.entries.get(&(list.to_owned(), item.as_str().to_owned())).copied().unwrap_or(1);
            return Some(Location { file: file.clone(), line });
        }
        let part = match (&place.scenario, &place.journey) {
            (Some(scenario), _) => Part::Scenario(scenario.clone()),
            (None, Some(journey)) => Part::Journey(journey.clone()),
            (None, None) => Part::Settings,
        };
        let (file, known) = self.known.iter().find(|(_, known)| known.part == part)?;
        let entry = |list: &str, id: &str| known.entries.get(&(list.to_owned(), id.to_owned())).copied();
        let activity = place.activity.as_ref().and_then(|id| entry("activities", id.as_str()));
        let connection = place.connection.as_ref().and_then(|id| entry("connections", id.as_str()));
        let first = |field: &String| known.fields.get(field.split('.').next().unwrap_or(field)).copied();
        let field = place.field.as_ref().and_then(first);
        Some(Location { file: file.clone(), line: activity.or(connection).or(field).unwrap_or(1) })
    }

    /// Where a field of the population stands, or one of the entries of a list, from 1.
    pub fn locate_population(&self, field: &str, entry: Option<usize>) -> Option<Location> {
        let (file, known) = self.known.iter().find(|(_, known)| known.part == Part::Population)?;
        let entry = entry.and_then(|entry| known.entries.get(&(field.to_owned(), entry.to_string())));
        let line = entry.or_else(|| known.fields.get(field)).copied().unwrap_or(1);
        Some(Location { file: file.clone(), line })
    }

    /// The file of a journey, relative to the folder; nothing while it was never saved.
    pub fn journey_file(&self, journey: &JourneyId) -> Option<&Path> {
        self.path_of(&Part::Journey(journey.clone()))
    }

    /// The file of a scenario, relative to the folder; nothing while it was never saved.
    pub fn scenario_file(&self, scenario: &ScenarioId) -> Option<&Path> {
        self.path_of(&Part::Scenario(scenario.clone()))
    }

    /// The file of a kept version, relative to the folder; nothing while it was never saved.
    pub fn version_file(&self, version: &VersionId) -> Option<&Path> {
        self.path_of(&Part::Version(version.clone()))
    }

    pub(super) fn path_of(&self, part: &Part) -> Option<&Path> {
        self.known.iter().find(|(_, known)| known.part == *part).map(|(path, _)| path.as_path())
    }

    /// The parts that differ from what the files have; empty: nothing to save.
    pub fn is_saved(&self, workspace: &Workspace) -> bool {
        !self.root.as_os_str().is_empty() && self.overruled.is_empty() && self.base == *workspace
    }

    /// What the bytes of each file were when it was last read or written: SHA-256, by path inside the folder.
    pub fn fingerprints(&self) -> BTreeMap<PathBuf, String> {
        self.known.iter().map(|(path, known)| (path.clone(), hex(known.hash))).collect()
    }

    /// Whether something in this file could not be read.
    pub fn is_damaged(&self, file: &Path) -> bool {
        self.damaged.iter().any(|damaged| damaged.file == file) || self.unreadable.iter().any(|e| e.file == file)
    }

    /// Gives up what could not be read in this file: the next save may write over it.
    pub fn give_up(&mut self, file: &Path) {
        self.damaged.retain(|damaged| damaged.file != file);
        self.unreadable.retain(|error| error.file != file);
    }

    /// Takes note of how the file stands on the disk now, although somebody else changed it: the next save writes
    /// over it with what the document says. A file that somebody else made is left alone.
    pub fn accept_outside(&mut self, file: &Path) {
        let Ok(bytes) = fs::read(self.root.join(file)) else {
            self.known.remove(file);
            return;
        };
        let known = self.known.entry(file.to_owned()).or_insert_with(|| Known::of(Part::Unknown, &bytes));
        known.hash = disk::hash(&bytes);
        known.stamp = None;
        if !matches!(known.part, Part::Observed(_) | Part::Unknown) {
            self.overruled.insert(file.to_owned());
        }
    }

    /// Leaves alone every journey, scenario and version of the folder that this document lacks: it cannot be told
    /// whether they were removed here or made by somebody else meanwhile.
    pub fn leave_alone_what_lacks(&mut self, workspace: &Workspace) {
        for known in self.known.values_mut() {
            let lacks = match &known.part {
                Part::Journey(id) => !workspace.journeys.contains_key(id),
                Part::Scenario(id) => !workspace.scenarios.contains_key(id),
                Part::Version(id) => !workspace.versions.contains_key(id),
                _ => false,
            };
            if lacks {
                known.part = Part::Unknown;
            }
        }
    }
}

impl Known {
    pub fn of(part: Part, bytes: &[u8]) -> Self {
        Self { part, hash: disk::hash(bytes), stamp: None, fields: BTreeMap::new(), entries: BTreeMap::new() }
    }
}

/// Time of change and size of a file.
pub(super) fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// The files that somebody else changed, made or removed since they were read or written here, relative to the folder.
/// Cheap enough to be asked whenever the window comes to the front.
pub fn changed_outside(files: &Files) -> Vec<PathBuf> {
    if files.root.as_os_str().is_empty() {
        return Vec::new();
    }
    let mut changed = BTreeSet::new();
    for (path, known) in &files.known {
        let full = files.root.join(path);
        if known.stamp.is_some() && known.stamp == stamp(&full) {
            continue;
        }
        if fs::read(&full).map(|bytes| disk::hash(&bytes)).ok() != Some(known.hash) {
            changed.insert(path.clone());
        }
    }
    if files.is_workspace {
        changed.extend(open::listed(&files.root).into_iter().filter(|path| !files.known.contains_key(path)));
    }
    changed.into_iter().collect()
}
