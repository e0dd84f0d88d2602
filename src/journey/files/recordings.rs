//! Recorded answers beside the scenarios that take them: one JSON object per line.
//!
//! They are read with their scenario and never written: they belong to whoever recorded them. Where their scenario goes
//! into another folder, because its journey is called otherwise or the workspace is saved elsewhere, they go along.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use serde::Deserialize;
use serde_json::Value as Json;

use super::state::Part;
use super::{FileError, Files, OpenError, disk};
use crate::journey::{Recorded, Scenario, Workspace};

/// Reads the files that a scenario names, beside its own in this folder; what cannot be read stays out.
///
/// # Errors
/// None; yields what could not be read, with the place of each fault.
pub fn read_recordings(folder: &Path, scenario: &mut Scenario) -> Vec<FileError> {
    let mut errors = Vec::new();
    for recording in &mut scenario.recordings {
        match file(&folder.join(&recording.file), &recording.file) {
            Ok(answers) => recording.answers = Some(answers.into()),
            Err(error) => errors.push(error),
        }
    }
    errors
}

/// The same for every scenario of a workspace, in the folder of each; errors name files as seen from the workspace.
pub(super) fn read_all<'s>(
    root: &Path,
    scenarios: impl Iterator<Item = (PathBuf, &'s mut Arc<Scenario>)>,
) -> Vec<FileError> {
    let mut errors = Vec::new();
    for (path, scenario) in scenarios.filter(|(_, scenario)| !scenario.recordings.is_empty()) {
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let found = read_recordings(&root.join(&folder), Arc::make_mut(scenario));
        errors.extend(found.into_iter().map(|error| {
            let file = error.file.strip_prefix(root).map(Path::to_owned).unwrap_or(error.file);
            FileError { file, ..error }
        }));
    }
    errors
}

/// A file that goes along with its scenario.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Carried {
    /// Where it is.
    from: PathBuf,
    /// Where it is to be, relative to the workspace folder.
    pub to: PathBuf,
    /// Whether no scenario looks for it any more where it is.
    leaves: bool,
}

/// The recorded answers of scenarios whose folder is another one than before.
pub(super) fn carried(
    workspace: &Workspace,
    files: &Files,
    root: &Path,
    paths: &BTreeMap<Part, PathBuf>,
) -> Vec<Carried> {
    let folder = |path: &Path| path.parent().map(Path::to_owned).unwrap_or_default();
    let mut sought = BTreeSet::new();
    let mut carried = Vec::new();
    for (id, scenario) in workspace.scenarios.iter().filter(|(_, scenario)| !scenario.recordings.is_empty()) {
        let part = Part::Scenario(id.clone());
        let Some(now) = paths.get(&part).map(|path| folder(path)) else { continue };
        let before = files.path_of(&part).map(folder);
        for recording in &scenario.recordings {
            let name = Path::new(&recording.file);
            // What lies elsewhere, or nowhere, is not beside the scenario.
            if !name.components().all(|part| matches!(part, Component::Normal(_))) || recording.file.is_empty() {
                continue;
            }
            let to = now.join(name);
            sought.insert(root.join(&to));
            if let Some(before) = &before {
                carried.push(Carried { from: files.root.join(before).join(name), to, leaves: files.root == root });
            }
        }
    }
    carried.retain(|one| one.from != root.join(&one.to));
    carried.dedup();
    for one in &mut carried {
        one.leaves &= !sought.contains(&one.from);
    }
    carried
}

impl Carried {
    /// Brings it there, where it is not yet; whether it did.
    ///
    /// # Errors
    /// What the disk says.
    pub(super) fn copy(&self, to: &Path) -> io::Result<bool> {
        if to.exists() || !self.from.is_file() {
            return Ok(false);
        }
        to.parent().map_or(Ok(()), fs::create_dir_all)?;
        disk::write_whole(to, &fs::read(&self.from)?)?;
        if self.leaves {
            disk::remove(&self.from)?;
            // Only an empty folder goes; whatever else lies in it is not ours.
            let _ = self.from.parent().map(fs::remove_dir);
        }
        Ok(true)
    }
}

fn file(path: &Path, name: &str) -> Result<Vec<Recorded>, FileError> {
    let fail = |(line, column), error| FileError { file: path.to_owned(), line, column, error };
    if name.trim().is_empty() || Path::new(name).is_absolute() {
        return Err(fail((1, 1), "name a file beside the scenario, by its path from there".to_owned()));
    }
    let text = disk::read_text(path).map_err(|error| match error {
        OpenError::Unreadable(error) => error,
        OpenError::Disk { source, .. } => fail((1, 1), source.to_string()),
        other => fail((1, 1), other.to_string()),
    })?;
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, text)| line(text).map_err(|(column, error)| fail((number, column), error))).collect()
}

/// A line as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default)]
    key: Json,
    #[serde(default = "success")]
    status: u16,
    #[serde(default)]
    milliseconds: u64,
    #[serde(default)]
    body: Json,
}

fn success() -> u16 {
    200
}

/// One answer; else the column and what is wrong.
fn line(text: &str) -> Result<Recorded, (usize, String)> {
    let Line { key, status, milliseconds, body } = serde_json::from_str(text).map_err(|error| {
        let words = error.to_string();
        let reason = words.split(" at line ").next().unwrap_or_default();
        (
            error.column().max(1),
            format!("this is no recorded answer ({reason}); write {{\"status\": 200, \"body\": …}}"),
        )
    })?;
    let key = match key {
        Json::Null => None,
        Json::String(text) => Some(text),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(truth) => Some(truth.to_string()),
        Json::Array(_) | Json::Object(_) => return Err((1, "a key is a text, a number or a truth".to_owned())),
    };
    if !(100..600).contains(&status) {
        return Err((1, format!("{status} is no HTTP status; write one from 100 to 599")));
    }
    let body = if body.is_null() { String::new() } else { body.to_string() };
    Ok(Recorded { key, status, milliseconds, body })
}
