//! Recovery files: the whole document as one file in the person's state folder, for the next start after a kill.
//!
//! A running session holds a lock beside its file; what nobody holds was left behind by a session that did not end.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::{Files, disk};
use crate::journey::text_form::{ReadError, Sheet, from_ron, to_ron};
use crate::journey::{
    Action, Audience, CampaignInstance, Channel, DataSource, Dataset, DecisionPolicy, Endpoint, Environment, Event,
    FORMAT, Fragment, Inventory, Journey, MergePolicy, Namespace, Organization, Population, Profile, RuleSet, Scenario,
    Schema, Settings, Version, VersionId, Workspace,
};

const ENDING: &str = ".recovery.ron";

/// The recovery file of one running session.
#[derive(Debug)]
pub struct Keeper {
    path: PathBuf,
    lock: PathBuf,
    _held: File,
}

/// A document that a session left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The recovery file.
    pub path: PathBuf,
    /// When it was last written.
    pub at: Option<SystemTime>,
}

/// The person's state folder; nothing where the operating system names none.
pub fn folder() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "waymark")?;
    let state = folders.state_dir().unwrap_or_else(|| folders.data_local_dir());
    Some(state.join("recovery"))
}

impl Keeper {
    /// Begins a session; its name must be its own, such as the number of its process and the time of its start.
    ///
    /// # Errors
    /// What the disk says.
    pub fn begin(folder: &Path, session: &str) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let lock = folder.join(format!("{session}.lock"));
        let held = File::create(&lock)?;
        held.lock()?;
        Ok(Self { path: folder.join(format!("{session}{ENDING}")), lock, _held: held })
    }

    /// Writes the document as it is now, whole or not at all. `files` are those that it was read from or saved in last:
    /// without a folder while there were none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn write(&self, workspace: &Workspace, files: &Files) -> io::Result<()> {
        disk::write_whole(&self.path, to_ron(&Snapshot::of(workspace, files)).as_bytes())
    }

    /// Removes the recovery file: everything is saved.
    ///
    /// # Errors
    /// What the disk says.
    pub fn clear(&self) -> io::Result<()> {
        match disk::remove(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Ends the session: neither file nor lock stay.
    ///
    /// # Errors
    /// What the disk says.
    pub fn end(self) -> io::Result<()> {
        self.clear()?;
        disk::remove(&self.lock)
    }
}

/// What sessions left behind that are no longer running, the latest first.
pub fn list(folder: &Path) -> Vec<Left> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut left: Vec<Left> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(ENDING) && !is_running(path))
        .map(|path| Left { at: fs::metadata(&path).and_then(|metadata| metadata.modified()).ok(), path })
        .collect();
    left.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.path.cmp(&b.path)));
    left
}

/// What a recovery file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// The document.
    pub workspace: Workspace,
    /// The folder that it was opened from; empty where it never had one.
    pub root: PathBuf,
    /// The files that the document rests on: path inside the folder, and what its bytes were.
    pub base: BTreeMap<PathBuf, String>,
}

impl Kept {
    /// The files that somebody changed, made or removed since the document was read or saved, by what they are now.
    pub fn changed_since(&self, now: &Files) -> Vec<PathBuf> {
        let now = now.fingerprints();
        let differs = |path: &&PathBuf| now.get(*path) != self.base.get(*path);
        let paths: BTreeSet<&PathBuf> = now.keys().chain(self.base.keys()).collect();
        paths.into_iter().filter(differs).cloned().collect()
    }
}

/// The document in a recovery file, and what it rests on.
///
/// # Errors
/// What the disk or the reader says.
pub fn read(path: &Path) -> io::Result<Kept> {
    let text = fs::read_to_string(path)?;
    let snapshot: Snapshot =
        from_ron(&text).map_err(|error: ReadError| io::Error::new(io::ErrorKind::InvalidData, error))?;
    Ok(snapshot.kept())
}

/// Removes a recovery file and its lock.
///
/// # Errors
/// What the disk says.
pub fn remove(path: &Path) -> io::Result<()> {
    disk::remove(path)?;
    let lock = lock_of(path);
    if lock.exists() { disk::remove(&lock) } else { Ok(()) }
}

fn lock_of(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{}.lock", name.trim_end_matches(ENDING)))
}

fn is_running(path: &Path) -> bool {
    let Ok(lock) = File::open(lock_of(path)) else { return false };
    matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
}

/// A kept version, by the text of its file.
fn version(text: &str) -> Option<(VersionId, Arc<Version>)> {
    let version = super::version_file::read(&mut Sheet::new(text).ok()?).ok()?;
    Some((version.id(), Arc::new(version)))
}

macro_rules! snapshot {
    ($($list:ident $type:ident),* $(,)?) => {
        /// The whole document as one value.
        #[derive(Serialize, Deserialize)]
        struct Snapshot {
            format: u32,
            root: String,
            /// SHA-256 of each file that the document rests on, by its path inside the folder.
            #[serde(default)]
            base: BTreeMap<String, String>,
            settings: Settings,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            organization: Option<Organization>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            population: Option<Population>,
            $(#[serde(default, skip_serializing_if = "Vec::is_empty")] $list: Vec<$type>,)*
            journeys: Vec<Journey>,
            scenarios: Vec<Scenario>,
            /// The kept versions, each as the text of its file.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            versions: Vec<String>,
        }

        impl Snapshot {
            fn of(workspace: &Workspace, files: &Files) -> Self {
                let workspace = super::parts::canonical(workspace);
                let versions = workspace.versions.values().map(|version| super::version_file::text(version)).collect();
                let inventory = Arc::unwrap_or_clone(workspace.inventory);
                Self {
                    format: FORMAT,
                    // A folder whose name is no UTF-8 cannot be named here; its document is then saved elsewhere.
                    root: files.root.to_string_lossy().into_owned(),
                    base: files
                        .fingerprints()
                        .into_iter()
                        .map(|(path, hash)| (path.to_string_lossy().into_owned(), hash))
                        .collect(),
                    settings: Arc::unwrap_or_clone(workspace.settings),
                    organization: workspace.organization.map(Arc::unwrap_or_clone),
                    population: workspace.population.map(Arc::unwrap_or_clone),
                    $($list: inventory.$list,)*
                    journeys: workspace.journeys.into_values().map(Arc::unwrap_or_clone).collect(),
                    scenarios: workspace.scenarios.into_values().map(Arc::unwrap_or_clone).collect(),
                    versions,
                }
            }

            fn kept(self) -> Kept {
                let workspace = Workspace {
                    settings: Arc::new(self.settings),
                    organization: self.organization.map(Arc::new),
                    population: self.population.map(Arc::new),
                    inventory: Arc::new(Inventory { $($list: self.$list,)* }),
                    journeys: self.journeys.into_iter().map(|journey| (journey.id.clone(), Arc::new(journey))).collect(),
                    scenarios: self.scenarios.into_iter().map(|one| (one.id.clone(), Arc::new(one))).collect(),
                    versions: self.versions.iter().filter_map(|text| version(text)).collect(),
                    ..Workspace::default()
                };
                let base = self.base.into_iter().map(|(path, hash)| (path.into(), hash)).collect();
                Kept { workspace, root: self.root.into(), base }
            }
        }
    };
}

snapshot! {
    namespaces Namespace, schemas Schema, merge_policies MergePolicy, events Event, audiences Audience,
    data_sources DataSource, actions Action, endpoints Endpoint, campaign_instances CampaignInstance,
    channels Channel, rule_sets RuleSet, fragments Fragment, decision_policies DecisionPolicy,
    datasets Dataset, profiles Profile, environments Environment,
}
