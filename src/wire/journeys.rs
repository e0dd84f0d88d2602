//! Journeys: what is wanted of them, and what was observed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::journey::{AtAction, LONGEST_PAUSE, Lifecycle, is_default};
use crate::run::conduct::Pause;

/// A state of a journey: `live` people are let in and go on; `paused` nobody is let in, those inside go on up to the next
/// action; `closed` nobody is let in, those inside finish; `stopped` nobody is let in, those inside leave at once. Only a
/// live journey can be paused; closed and stopped are final for a version.
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
    /// Whether it stays so: only another version can be live after it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Stopped)
    }

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
    #[serde(default, skip_serializing_if = "is_default")]
    pub entered: i64,
    /// Of these, those that are not over.
    #[serde(default, skip_serializing_if = "is_default")]
    pub inside: i64,
    /// People who were not let in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub discarded: i64,
    /// Of these, those who came while it was paused: by events, by a change of membership, by a reading of the audience.
    #[serde(default, skip_serializing_if = "is_default")]
    pub discarded_in_pause: i64,
    /// The pause in which it is; absent where it is not paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<JourneyPause>,
}

/// A pause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JourneyPause {
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// When the journey goes on by itself.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// What becomes of whoever comes to an action meanwhile.
    pub at_actions: PausedAction,
}

impl JourneyPause {
    /// Whether it is the pause that is wished for.
    pub fn is(&self, wish: PauseWish) -> bool {
        let days = self.until.duration_since(self.since).as_hours() / 24;
        self.at_actions == wish.at_actions && days == i64::from(wish.days)
    }
}

impl From<Pause> for JourneyPause {
    fn from(pause: Pause) -> Self {
        Self { since: pause.since, until: pause.until, at_actions: pause.at_actions.into() }
    }
}

/// What becomes of whoever comes to an action of a paused journey: a message, a call, a content decision, an update of
/// the profile, a jump. `hold` they wait there until the journey goes on; `discard` they leave it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "described together")]
pub enum PausedAction {
    #[default]
    Hold,
    Discard,
}

impl From<AtAction> for PausedAction {
    fn from(at_action: AtAction) -> Self {
        match at_action {
            AtAction::Hold => Self::Hold,
            AtAction::Discard => Self::Discard,
        }
    }
}

impl From<PausedAction> for AtAction {
    fn from(at_action: PausedAction) -> Self {
        match at_action {
            PausedAction::Hold => Self::Hold,
            PausedAction::Discard => Self::Discard,
        }
    }
}

/// How a journey is to be paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PauseWish {
    /// What becomes of whoever comes to an action meanwhile.
    #[serde(default)]
    pub at_actions: PausedAction,
    /// After how many days the journey goes on by itself.
    #[serde(default = "longest_pause")]
    #[schema(minimum = 1, maximum = 14)]
    pub days: u32,
}

impl Default for PauseWish {
    fn default() -> Self {
        Self { at_actions: PausedAction::Hold, days: LONGEST_PAUSE }
    }
}

fn longest_pause() -> u32 {
    LONGEST_PAUSE
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
    /// How it is to be paused, with that state only; where absent, for 14 days, holding people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<PauseWish>,
}

impl ActivationWish {
    /// Of this version in this state.
    pub fn new(version: impl Into<String>, state: JourneyState) -> Self {
        Self { version: version.into(), state, pause: None }
    }
}
