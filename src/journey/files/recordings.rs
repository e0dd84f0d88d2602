//! Recorded answers beside the scenarios that take them: one JSON object per line.
//!
//! They are read with their scenario and never written: they belong to whoever recorded them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value as Json;

use super::{FileError, OpenError, disk};
use crate::journey::{Recorded, Scenario};

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
