//! Audiences: people by what is true of them.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::journey::activity::{is_default, is_false};
use crate::journey::{AudienceId, Expression, MergePolicyId};

/// When membership of an audience is worked out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Evaluation {
    /// Once a day, for everybody.
    #[default]
    Batch,
    /// As data arrives.
    Streaming,
}

/// Where an audience comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AudienceSource {
    /// A segment definition.
    #[default]
    Segment,
    /// A composition workflow.
    Composition,
    /// An uploaded file.
    Upload,
}

/// An audience.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Stable key.
    pub id: AudienceId,
    /// What people, and `inAudience`, call it.
    pub name: String,
    /// Who is in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When membership is worked out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evaluation: Evaluation,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub source: AudienceSource,
    /// True for its members; without it membership is stated on each test profile.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rule: Expression,
    /// The merge policy that it is built with; the default when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge_policy: Option<MergePolicyId>,
    /// When it was last worked out; `None` means never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_evaluated: Option<Timestamp>,
    /// How many people are in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// How many people come in on a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_qualifiers: Option<i64>,
    /// Whether it rests on messages that were sent or opened.
    #[serde(default, skip_serializing_if = "is_false")]
    pub on_messages: bool,
}
