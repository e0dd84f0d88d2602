//! What is refused, as RFC 9457 has it: one form for every refusal, with pointers to what is wrong in the body.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The media type of problems.
pub const PROBLEM: &str = "application/problem+json";

/// How the names of our problems begin; a word follows.
pub const PROBLEM_NAME: &str = "urn:waymark:problem:";

/// Why something was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Which problem: `urn:waymark:problem:` and its word.
    #[serde(rename = "type")]
    pub kind: String,
    /// What kind of problem it is, always the same for the same type.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong here, and what to do.
    pub detail: String,
    /// What is wrong in the body, each at its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemError>,
}

/// Something wrong in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemError {
    /// Where: a JSON pointer (RFC 6901) into the body; empty for the whole.
    pub pointer: String,
    /// Which rule or demand is not met.
    pub code: String,
    /// What is wrong, and what to do.
    pub detail: String,
}

impl Problem {
    /// Its word: `stale`, `scope`; nothing where it is none of ours.
    pub fn word(&self) -> Option<&str> {
        self.kind.strip_prefix(PROBLEM_NAME)
    }
}
