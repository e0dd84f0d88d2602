//! Platforms, and the places in which journeys run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::journey::activity::is_default;
use crate::journey::{EnvironmentId, Secret};

/// What runs a journey; its rules decide what is an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Platform {
    /// Adobe Journey Optimizer, by its present documentation.
    #[default]
    Ajo,
    /// Adobe Journey Optimizer, by the stricter text of the architecture blueprints.
    Blueprint,
    /// Waymark's own server.
    Waymark,
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 3] = [Self::Ajo, Self::Blueprint, Self::Waymark];

    /// The word of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ajo => "ajo",
            Self::Blueprint => "blueprint",
            Self::Waymark => "waymark",
        }
    }
}

/// A place in which journeys run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Identity, also outside the workspace.
    pub id: EnvironmentId,
    /// What people call it.
    pub name: String,
    /// What runs journeys there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub platform: Platform,
    /// Address of the orchestration server; empty for AJO, which takes no journeys by API.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Name of the access token's secret.
    #[serde(default, skip_serializing_if = "is_default")]
    pub token: Secret,
}
