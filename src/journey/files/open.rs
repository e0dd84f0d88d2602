//! Opens a workspace folder, or one journey file with the workspace around it.

use std::fs;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::assemble::{Source, assemble};
use super::state::{Part, stamp};
use super::{
    FileError, Files, JOURNEY_ENDING, MAX_WORKSPACE_BYTES, OBSERVED_FILE, ORGANIZATION_FILE, POPULATION_FILE,
    SCENARIO_ENDING, SCENARIO_FOLDER, VERSION_ENDING, VERSION_FOLDER, WORKSPACE_FILE, disk,
    inventory_files::INVENTORY_FILES, observed_file, recordings,
};
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
    /// A folder, a device or a pipe.
    #[error("{} is not an ordinary file", .0.display())]
    NotAFile(PathBuf),
    /// Neither a workspace nor a journey file.
    #[error("{} is neither a workspace (a folder with {WORKSPACE_FILE}) nor a journey file (*{JOURNEY_ENDING})", .0.display())]
    NotADocument(PathBuf),
    /// The file that was named cannot be read.
    #[error(transparent)]
    Unreadable(#[from] FileError),
}

/// Opens a workspace folder, or a journey file together with the workspace around it: the nearest folder upwards with
/// `workspace.ron`. Outside a workspace a journey file stands alone.
///
/// # Errors
/// Says why the path names no document. What is merely damaged is listed in [`Files`].
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    let metadata = fs::metadata(path).map_err(|source| OpenError::Disk { path: path.to_owned(), source })?;
    if metadata.is_dir() {
        if !path.join(WORKSPACE_FILE).is_file() {
            return Err(OpenError::NotADocument(path.to_owned()));
        }
        return Ok(workspace(path));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = folder_of(path);
    if name == WORKSPACE_FILE {
        return Ok(workspace(&folder));
    }
    if !name.ends_with(JOURNEY_ENDING) {
        return Err(OpenError::NotADocument(path.to_owned()));
    }
    match workspace_of(&folder) {
        Some(root) => in_workspace(&root, path),
        None => alone(&folder, &name),
    }
}

/// The nearest folder upwards with `workspace.ron`.
fn workspace_of(folder: &Path) -> Option<PathBuf> {
    if folder.join(WORKSPACE_FILE).is_file() {
        return Some(folder.to_owned());
    }
    let whole = fs::canonicalize(folder).ok()?;
    whole.ancestors().find(|folder| folder.join(WORKSPACE_FILE).is_file()).map(Path::to_owned)
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Every file of the workspace that a document consists of, relative to the folder, in order.
pub(super) fn listed(root: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = [WORKSPACE_FILE, ORGANIZATION_FILE, POPULATION_FILE]
        .into_iter()
        .chain(INVENTORY_FILES.iter().map(|file| file.name))
        .map(PathBuf::from)
        .filter(|path| root.join(path).is_file())
        .collect();
    paths.extend(ending(root, Path::new(""), JOURNEY_ENDING));
    for (above, known) in [(SCENARIO_FOLDER, SCENARIO_ENDING), (VERSION_FOLDER, VERSION_ENDING)] {
        for folder in entries(&root.join(above)) {
            let folder = Path::new(above).join(folder);
            paths.extend(ending(root, &folder, known));
            let observed = folder.join(OBSERVED_FILE);
            paths.extend(Some(observed).filter(|path| observed_file::is_one(path) && root.join(path).is_file()));
        }
    }
    paths
}

fn ending(root: &Path, folder: &Path, ending: &str) -> Vec<PathBuf> {
    let files = entries(&root.join(folder)).into_iter().filter(|name| name.to_string_lossy().ends_with(ending));
    files.map(|name| folder.join(name)).filter(|path| root.join(path).is_file()).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries.flatten().map(|entry| PathBuf::from(entry.file_name())).collect();
    names.sort();
    names
}

/// The whole workspace; each file that cannot be read costs only itself.
fn workspace(root: &Path) -> Opened {
    let mut total = 0;
    let mut sources = Vec::new();
    for path in listed(root) {
        let content = bytes(root, &path).and_then(|bytes| {
            total += bytes.len();
            if total <= MAX_WORKSPACE_BYTES {
                return Ok(bytes);
            }
            let error = format!("the workspace is larger than {} MiB; split it up", MAX_WORKSPACE_BYTES >> 20);
            Err(FileError { file: path.clone(), line: 1, column: 1, error })
        });
        sources.push(Source { path, content });
    }
    finish(root, sources, true)
}

fn bytes(root: &Path, path: &Path) -> Result<Vec<u8>, FileError> {
    disk::read_bytes(&root.join(path)).map_err(|error| match error {
        OpenError::Unreadable(error) => FileError { file: path.to_owned(), ..error },
        OpenError::Disk { source, .. } => {
            FileError { file: path.to_owned(), line: 1, column: 1, error: source.to_string() }
        }
        other => FileError { file: path.to_owned(), line: 1, column: 1, error: other.to_string() },
    })
}

fn finish(root: &Path, sources: Vec<Source>, is_workspace: bool) -> Opened {
    let mut opened = assemble(sources);
    opened.files.root = root.to_owned();
    opened.files.is_workspace = is_workspace;
    let files = &opened.files;
    let scenarios = opened.workspace.scenarios.iter_mut();
    let placed = scenarios.filter_map(|(id, scenario)| Some((files.scenario_file(id)?.to_owned(), scenario)));
    let unreadable = recordings::read_all(root, placed);
    opened.files.base.scenarios.clone_from(&opened.workspace.scenarios);
    opened.files.unreadable.extend(unreadable);
    for (path, known) in &mut opened.files.known {
        known.stamp = stamp(&root.join(path));
    }
    opened
}

/// The journey of this file, in the workspace around it.
fn in_workspace(root: &Path, path: &Path) -> Result<Opened, OpenError> {
    let mut opened = workspace(root);
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    let same = |known: &&PathBuf| {
        known.file_name() == Some(name.as_os_str())
            && fs::canonicalize(root.join(known)).ok() == fs::canonicalize(path).ok()
    };
    let Some(relative) = opened.files.known.keys().find(same).cloned() else {
        return Err(OpenError::NotADocument(path.to_owned()));
    };
    named(&mut opened, &relative)?;
    Ok(opened)
}

/// A journey file outside a workspace: the inventory is empty.
fn alone(folder: &Path, name: &str) -> Result<Opened, OpenError> {
    let path = PathBuf::from(name);
    let content = bytes(folder, &path);
    let mut opened = finish(folder, vec![Source { path: path.clone(), content }], false);
    named(&mut opened, &path)?;
    Ok(opened)
}

/// Notes which journey the path names.
fn named(opened: &mut Opened, path: &Path) -> Result<(), OpenError> {
    if let Some(error) = opened.files.unreadable.iter().find(|error| error.file == path) {
        return Err(FileError { file: opened.files.root.join(path), ..error.clone() }.into());
    }
    opened.journey = opened.files.known.get(path).and_then(|known| match &known.part {
        Part::Journey(id) => Some(id.clone()),
        _ => None,
    });
    Ok(())
}
