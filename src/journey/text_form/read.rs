//! Reads a value from its text.

use std::ops::Range;

use ron::extensions::Extensions;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::explain::explain;
use super::lines::Position;

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

impl ReadError {
    /// An error at a position.
    pub(super) fn at(position: Position, message: impl Into<String>) -> Self {
        Self { line: position.line, column: position.column, message: message.into() }
    }
}

/// Reads one value.
///
/// # Errors
/// Says where the text is not what it should be.
pub fn from_ron<T: DeserializeOwned>(text: &str) -> Result<T, ReadError> {
    parse(text).map_err(|fault| ReadError::at(fault.span.start, fault.message))
}

/// What the parser did not like, and around which place.
#[derive(Debug)]
pub(super) struct Fault {
    pub span: Range<Position>,
    pub message: String,
    /// A field of some struct is missing.
    pub missing: bool,
}

pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    // The parser takes a comment without a line end for damage.
    let closed;
    let text = if text.ends_with('\n') {
        text
    } else {
        closed = format!("{text}\n");
        &closed
    };
    options().from_str(text).map_err(|error| Fault {
        span: position(error.span.start)..position(error.span.end),
        message: explain(&error.code),
        missing: matches!(error.code, ron::Error::MissingStructField { .. }),
    })
}

fn position(position: ron::error::Position) -> Position {
    Position { line: position.line, column: position.col }
}

fn options() -> ron::Options {
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_default_extension(Extensions::UNWRAP_NEWTYPES)
        .with_default_extension(Extensions::UNWRAP_VARIANT_NEWTYPES)
        // Each level of brackets costs at most a handful of levels of the parser; brackets are counted beforehand.
        .with_recursion_limit(super::MAX_DEPTH * 6)
}
