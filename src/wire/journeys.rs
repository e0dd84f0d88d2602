//! Journeys: what is wanted of them, and what was observed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::journey::Lifecycle;

/// A state of a journey: `live` people are let in and go on; `paused` nobody is let in and nobody goes on; `closed`
/// nobody is let in, those inside finish; `stopped` nobody is let in, those inside leave at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "described together")]
pub enum JourneyState {
    Live,
    Paused,
    Closed,
    Stopped,
}

impl JourneyState {
    /// Its word.
    pub fn word(self) -> &'static str {
        Lifecycle::from(self).word()
    }
}

impl From<Lifecycle> for JourneyState {
    fn from(state: Lifecycle) -> Self {
        match state {
            Lifecycle::Live => Self::Live,
            Lifecycle::Paused => Self::Paused,
            Lifecycle::Closed => Self::Closed,
            Lifecycle::Stopped => Self::Stopped,
        }
    }
}

impl From<JourneyState> for Lifecycle {
    fn from(state: JourneyState) -> Self {
        match state {
            JourneyState::Live => Self::Live,
            JourneyState::Paused => Self::Paused,
            JourneyState::Closed => Self::Closed,
            JourneyState::Stopped => Self::Stopped,
        }
    }
}

/// A journey that this server knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Journey {
    /// Its id.
    pub id: String,
    /// What its newest version calls it.
    pub name: String,
    /// What is wanted; absent before the first activation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spec: Option<JourneySpec>,
    /// What was observed.
    pub status: JourneyStatus,
    /// Its versions, the newest first; left out in lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<JourneyVersion>,
}

/// What is wanted of a journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JourneySpec {
    /// Hash of the version by which people are to be let in.
    pub version: String,
    /// The state that it is to be in.
    pub state: JourneyState,
    /// How often this changed; the number in the ETag.
    pub generation: i64,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
}

/// What was observed of a journey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JourneyStatus {
    /// Which generation of the wish has come true; 0 before the first.
    pub observed_generation: i64,
    /// The state that it is in; absent before the first activation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<JourneyState>,
    /// Hash of the version by which people are let in, or were last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Timestamp>,
    /// Runs of people who were let in, on all versions.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub entered: i64,
    /// Of these, those that are not over.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub inside: i64,
    /// People who were not let in.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub discarded: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(count: &i64) -> bool {
    *count == 0
}

/// A version of a journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JourneyVersion {
    /// SHA-256 of its canonical form, in lower-case hexadecimal.
    pub version: String,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub received: Timestamp,
}

/// Journeys that this server knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Journeys {
    /// By id.
    pub journeys: Vec<Journey>,
}

/// The wish for a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActivationWish {
    /// Hash of the version by which people are to be let in.
    pub version: String,
    /// The state that the journey is to be in.
    pub state: JourneyState,
}
