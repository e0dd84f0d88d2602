//! What lets people into a journey, and what it listens to on the way: events, audiences, reactions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Kind;
use super::{is_default, is_false};
use crate::journey::{ActivityId, AudienceId, Duration, EventId, NamespaceId, SupplementalId, Waves};

/// Fields of [`Kind::Event`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventActivity {
    /// The event that is listened for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// In mid-journey: how long to listen, at most 90 days. Without it the step listens until the journey's own end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
    /// Whether people who time out take a path of their own; otherwise they go on as if the event had come.
    #[serde(default, skip_serializing_if = "is_false")]
    pub timeout_path: bool,
}

/// Fields of [`Kind::BusinessEvent`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BusinessEventActivity {
    /// The business event that starts the journey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
}

/// Which change of membership counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Behaviour {
    /// People who come in.
    #[default]
    Enter,
    /// People who go out.
    Exit,
    /// Both.
    Both,
}

/// Fields of [`Kind::AudienceQualification`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AudienceQualification {
    /// The audience that is watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<AudienceId>,
    /// Entrances, exits or both; `None` until chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behaviour: Option<Behaviour>,
    /// Identity type; needed where this is the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<NamespaceId>,
    /// In mid-journey: how long to listen, at most 90 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
    /// Whether people who time out take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub timeout_path: bool,
}

/// Fields of [`Kind::ReadAudience`]; when it runs stands in [`crate::journey::Properties::schedule`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadAudience {
    /// The audience that is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<AudienceId>,
    /// Identity type; people without one do not enter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<NamespaceId>,
    /// Profiles a second, 500 to 20,000.
    #[serde(default = "ReadAudience::default_rate", skip_serializing_if = "ReadAudience::is_default_rate")]
    pub reading_rate: i64,
    /// Where the audience is read once: the groups in which people are let in, one after the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waves: Option<Waves>,
    /// What tells several runs of one person apart; then at most 500 profiles a second are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplemental: Option<SupplementalId>,
}

impl ReadAudience {
    /// The platform's own reading rate, in profiles a second.
    pub const DEFAULT_RATE: i64 = 5_000;

    fn default_rate() -> i64 {
        Self::DEFAULT_RATE
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    fn is_default_rate(rate: &i64) -> bool {
        *rate == Self::DEFAULT_RATE
    }
}

impl Default for ReadAudience {
    fn default() -> Self {
        Self { audience: None, namespace: None, reading_rate: Self::DEFAULT_RATE, waves: None, supplemental: None }
    }
}

/// What somebody can do with a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum ReactionKind {
    /// The message was opened.
    #[default]
    Opened,
    /// A tracked link was clicked.
    Clicked,
    /// The message was sent (Campaign Standard).
    Sent,
    /// The message failed (Campaign Standard).
    Failed,
}

/// Fields of [`Kind::Reaction`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reaction {
    /// The message of this journey that is watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<ActivityId>,
    /// What is waited for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reaction: ReactionKind,
    /// How long, 40 seconds to 90 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
    /// Whether people who do not react take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub timeout_path: bool,
}
