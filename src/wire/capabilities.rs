//! What a server can run.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What this server can run, to be asked before a push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Capabilities {
    /// Version of the program.
    pub version: String,
    /// The platform against whose guardrails it checks what is pushed.
    pub platform: String,
    /// What keeps runs and their timers.
    pub engine: String,
    /// Formats of definitions that it reads.
    pub formats: Vec<u32>,
    /// Version of the machine that moves runs.
    pub machine: u32,
    /// Version of its time zones.
    pub zones: String,
    /// Types of activities that it runs.
    pub activities: Vec<String>,
    /// Types of streams that its actions append to.
    #[serde(default)]
    pub streams: Vec<String>,
    /// What callers may take.
    pub limits: CallerLimits,
}

/// What callers may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallerLimits {
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Requests a second for each token.
    pub requests_per_second: u32,
}
