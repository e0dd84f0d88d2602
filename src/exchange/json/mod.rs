//! The JSON form of a definition: the form that runs, with a published schema and a content hash.
//!
//! Written in the canonical form of RFC 8785 (sorted members, no blanks), so that the same definition is the same
//! bytes everywhere; its SHA-256 names it. The rules of the form stand in `form`.

mod activities;
mod calls;
mod flow;
mod form;
mod inventory;
mod locate;
mod page;
mod pointer;
mod read;

use thiserror::Error;

use crate::journey::{Definition, Kind, Stream, sha256};
use form::Form;
pub use pointer::{escaped, place, pointer};
use read::{Fault, Path, Read, Strict};

/// Largest text that is read, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Why a JSON text is no definition.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{line}:{column}: {}{message}", shown(pointer))]
pub struct JsonError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// JSON pointer (RFC 6901) of the value; empty for the whole.
    pub pointer: String,
    /// What is wrong and what to do.
    pub message: String,
}

fn shown(pointer: &str) -> String {
    if pointer.is_empty() { String::new() } else { format!("{pointer} ") }
}

/// The definition as JSON in the canonical form of RFC 8785.
pub fn write(definition: &Definition) -> String {
    serde_json_canonicalizer::to_string(&definition.view())
        .expect("texts, whole numbers, lists and objects with text keys can always be written")
}

/// Reads a definition, strictly: nothing unknown, nothing twice, nothing missing.
///
/// # Errors
/// Says where the text is not what the schema asks for.
pub fn read(text: &str) -> Result<Definition, JsonError> {
    if text.len() > MAX_BYTES {
        let message = format!("the text is larger than {} MiB", MAX_BYTES / (1024 * 1024));
        return Err(JsonError { line: 1, column: 1, pointer: String::new(), message });
    }
    let Strict(json) = serde_json::from_str(text).map_err(|error| not_json(text, &error))?;
    page::DefinitionView::read(&json, &Path::Root)
        .map(Definition::back)
        .and_then(|definition| page::unique(&definition).map(|()| definition))
        .map_err(|fault| located(text, fault))
}

/// The JSON Schema (2020-12) of the form, indented for people.
pub fn schema() -> String {
    let schema = schemars::schema_for!(page::DefinitionView);
    let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON already");
    // The view types are named after the types that they show.
    text.replace("View\"", "\"") + "\n"
}

/// What can stand in `type` of an activity's kind.
pub fn activity_types() -> Vec<String> {
    let names = <form::View<crate::journey::Kind> as form::Variants>::NAMES;
    names.iter().map(|name| read::camel(name)).collect()
}

/// What can stand in `type` of an action's stream.
pub fn stream_types() -> Vec<String> {
    let names = <form::View<crate::journey::Stream> as form::Variants>::NAMES;
    names.iter().map(|name| read::camel(name)).collect()
}

/// What stands in `type` of this stream.
pub fn stream_type(stream: &Stream) -> String {
    let view = serde_json::to_value(form::Form::view(stream)).unwrap_or_default();
    view.get("type").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

/// What stands in `type` of this kind of activity.
pub fn activity_type(kind: &Kind) -> String {
    let view = serde_json::to_value(form::Form::view(kind)).unwrap_or_default();
    view.get("type").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

/// SHA-256 of the canonical form, in lower-case hexadecimal.
pub fn hash(definition: &Definition) -> String {
    sha256(write(definition))
}

fn not_json(text: &str, error: &serde_json::Error) -> JsonError {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
    let line = error.line().max(1);
    // serde_json counts bytes; people count characters.
    let before = text.lines().nth(line - 1).and_then(|line| line.get(..error.column().saturating_sub(1)));
    let column = before.map_or(error.column(), |before| before.chars().count() + 1).max(1);
    JsonError { line, column, pointer: String::new(), message }
}

fn located(text: &str, fault: Fault) -> JsonError {
    let (line, column) = locate::position(text, &fault.path);
    let escaped = fault.path.iter().map(|segment| pointer::escaped(segment));
    JsonError { line, column, pointer: escaped.collect(), message: fault.message }
}
