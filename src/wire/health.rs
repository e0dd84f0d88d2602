//! How a server is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the server is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// Always `ok`: else there is a problem instead.
    pub status: String,
}

impl Health {
    /// All is well.
    pub fn ok() -> Self {
        Self { status: "ok".to_owned() }
    }
}
