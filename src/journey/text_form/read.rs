//! Reads a value from its text.

use ron::extensions::Extensions;
use serde::de::DeserializeOwned;
use thiserror::Error;

/// Why a text could not be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{line}:{column}: {message}")]
pub struct ReadError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub message: String,
}

/// Reads one value.
///
/// # Errors
/// Says where the text is not what it should be.
pub fn from_ron<T: DeserializeOwned>(text: &str) -> Result<T, ReadError> {
    options().from_str(text).map_err(|error| ReadError {
        line: error.span.start.line,
        column: error.span.start.col,
        message: error.code.to_string(),
    })
}

pub(super) fn options() -> ron::Options {
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_default_extension(Extensions::UNWRAP_NEWTYPES)
        .with_default_extension(Extensions::UNWRAP_VARIANT_NEWTYPES)
}
