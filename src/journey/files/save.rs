//! Saves what changed, file by file, each as a whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::assemble::{Source, assemble};
use super::plan::{Plan, plan};
use super::state::{Known, Part, stamp};
use super::{Files, SCENARIO_FOLDER, VERSION_FOLDER, WORKSPACE_FILE, disk, parts};
use crate::journey::Workspace;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Files that were written, relative to the workspace folder.
    pub written: Vec<PathBuf>,
    /// Files that were removed.
    pub removed: Vec<PathBuf>,
}

/// Why a save stopped. Every file is whole: as it was, or as it should be.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The disk said no.
    #[error("{} could not be written: {source}; the file is as it was", path.display())]
    Disk {
        /// The path.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// The file holds something that could not be read. Nothing was written; [`Files::give_up`] allows it.
    #[error("{} holds something that could not be read, so it is not written; mend or remove it first", .0.display())]
    Damaged(PathBuf),
    /// Somebody else changed or made the file. Nothing was written; [`Files::accept_outside`] allows it.
    #[error("{} was changed by someone else since it was opened, so it is not written", .0.display())]
    ChangedOutside(PathBuf),
    /// The folder is another workspace. Nothing was written.
    #[error("{} already holds a workspace; choose an empty folder", .0.display())]
    Occupied(PathBuf),
    /// What would be written could not be read again. Nothing was written.
    #[error("{} would not be readable again and is not written: {reason}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What a reader would say.
        reason: String,
    },
}

/// Saves the files that changed into the folder: the inventory first, each file whole or not at all. Into another
/// folder than that of `files` it saves everything, and `files` are then those of that folder.
///
/// # Errors
/// Before anything is written: a file that must not be written, or that could not be read again. Later: what the disk
/// said about a file; those before it are saved.
pub fn save(workspace: &Workspace, files: &mut Files, root: &Path) -> Result<Saved, SaveError> {
    let moving = files.root != root;
    if moving && root.join(WORKSPACE_FILE).exists() {
        return Err(SaveError::Occupied(root.to_owned()));
    }
    let canonical = parts::canonical(workspace);
    let plan = plan(workspace, files, root, moving);
    refuse(&plan, files, root, moving)?;
    let mut texts = Vec::new();
    for (path, part) in &plan.write {
        let text = parts::text(part, &canonical).unwrap_or_default();
        let known = reread(path, &text).map_err(|reason| SaveError::Unreadable { path: root.join(path), reason })?;
        texts.push((path.clone(), text, known));
    }
    let mut next = if moving { moved(files, &plan) } else { files.clone() };
    next.root = root.to_owned();
    let done = carry_out(&plan, texts, files, &mut next, root);
    // What was done is remembered even where the disk failed halfway; into another folder only as a whole.
    if done.is_ok() {
        next.base = workspace.clone();
        next.base.outlines.clear();
        next.is_workspace = next.known.contains_key(Path::new(WORKSPACE_FILE));
    }
    if done.is_ok() || !moving {
        *files = next;
    }
    done
}

/// Stops where something would be lost that nobody gave up.
fn refuse(plan: &Plan, files: &Files, root: &Path, moving: bool) -> Result<(), SaveError> {
    let written = plan.write.iter().map(|(path, _)| path);
    for path in written.clone().chain(&plan.remove) {
        if files.is_damaged(path) {
            return Err(SaveError::Damaged(files.root.join(path)));
        }
    }
    for path in written.chain(&plan.remove).chain(&plan.copy) {
        let full = root.join(path);
        let Ok(bytes) = fs::read(&full) else { continue };
        let known = files.known.get(path).filter(|_| !moving).map(|known| known.hash);
        if known != Some(disk::hash(&bytes)) {
            return Err(SaveError::ChangedOutside(full));
        }
    }
    Ok(())
}

/// Reads what is about to be written, as the next start would.
fn reread(path: &Path, text: &str) -> Result<Known, String> {
    let source = Source { path: path.to_owned(), content: Ok(text.as_bytes().to_vec()) };
    let mut files = assemble(vec![source]).files;
    let damaged = files.damaged.first().map(ToString::to_string);
    match damaged.or(files.unreadable.first().map(ToString::to_string)) {
        Some(reason) => Err(reason),
        None => files.known.remove(path).ok_or_else(|| "it has no content".to_owned()),
    }
}

/// The files in another folder, before anything is written there.
fn moved(files: &Files, plan: &Plan) -> Files {
    let mut moved = Files {
        damaged: files.damaged.clone(),
        unreadable: files.unreadable.clone(),
        observed: files.observed.clone(),
        ..Files::default()
    };
    for path in &plan.copy {
        moved.known.extend(files.known.get(path).map(|known| (path.clone(), known.clone())));
    }
    moved
}

fn carry_out(
    plan: &Plan,
    texts: Vec<(PathBuf, String, Known)>,
    from: &Files,
    next: &mut Files,
    root: &Path,
) -> Result<Saved, SaveError> {
    let mut saved = Saved::default();
    for (path, text, mut known) in texts {
        let full = root.join(&path);
        write(&full, text.as_bytes())?;
        known.stamp = stamp(&full);
        // A part has one file: where it moved, the old one is no longer its.
        let part = known.part.clone();
        for (other, former) in next.known.iter_mut().filter(|(_, other)| other.part == part) {
            former.part = Part::Unknown;
            next.leftover.insert(other.clone());
        }
        next.known.insert(path.clone(), known);
        next.overruled.remove(&path);
        next.leftover.remove(&path);
        saved.written.push(path);
    }
    for path in &plan.copy {
        let bytes = fs::read(from.root.join(path));
        let bytes = bytes.map_err(|source| SaveError::Disk { path: from.root.join(path), source })?;
        write(&root.join(path), &bytes)?;
        saved.written.push(path.clone());
    }
    for carried in &plan.carry {
        let to = root.join(&carried.to);
        let copied = carried.copy(&to).map_err(|source| SaveError::Disk { path: to, source })?;
        if copied {
            saved.written.push(carried.to.clone());
        }
    }
    for path in &plan.remove {
        let full = root.join(path);
        if full.exists() {
            disk::remove(&full).map_err(|source| SaveError::Disk { path: full.clone(), source })?;
        }
        if (path.starts_with(SCENARIO_FOLDER) || path.starts_with(VERSION_FOLDER))
            && let Some(folder) = full.parent()
        {
            // Only an empty folder goes; whatever else lies in it is not ours.
            let _ = fs::remove_dir(folder);
        }
        next.known.remove(path);
        next.leftover.remove(path);
        saved.removed.push(path.clone());
    }
    Ok(saved)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| disk::write_whole(path, bytes))
        .map_err(|source| SaveError::Disk { path: path.to_owned(), source })
}
