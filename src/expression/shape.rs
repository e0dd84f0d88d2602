//! Shapes: fields from a JSON sample, typed values from JSON, paths in values.

use thiserror::Error;

use crate::journey::{Event, Field, FieldGroup, Inventory, Value};

/// Why a sample has no shape.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ShapeError {
    /// Not JSON.
    #[error("line {line}, column {column}: this is not JSON ({reason})")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the reader says.
        reason: String,
    },
    /// JSON, but neither an object nor a list of objects.
    #[error("the sample is neither an object nor a list of objects: it has no fields")]
    NoObject,
}

/// The fields that a JSON sample shows.
///
/// # Errors
/// See [`ShapeError`].
pub fn fields(_json: &str) -> Result<Vec<Field>, ShapeError> {
    Err(ShapeError::NoObject)
}

/// The fields that expressions may read of an event.
pub fn event_fields(_inventory: &Inventory, _event: &Event) -> Vec<Field> {
    Vec::new()
}

/// The fields of a field group.
pub fn group_fields(_inventory: &Inventory, _group: &FieldGroup) -> Vec<Field> {
    Vec::new()
}

/// A JSON text as a value, with dates, durations and decimals where `fields` say so.
///
/// # Errors
/// [`ShapeError::NotJson`].
pub fn value(_json: &str, _fields: &[Field]) -> Result<Value, ShapeError> {
    Err(ShapeError::NoObject)
}

/// What stands at the end of a path; in a list of objects the path goes on in each.
pub fn select(_root: &Value, _path: &[&str]) -> Value {
    Value::Null
}
