//! Events: what the platform hears of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{is_true, yes};
use crate::journey::activity::{is_default, is_false};
use crate::journey::{EventId, Expression, NamespaceId, SchemaId, SupplementalId};

/// Whether an event concerns a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum EventKind {
    /// One person.
    #[default]
    Unitary,
    /// No single person.
    Business,
}

/// How the platform knows that a record is this event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum EventIdType {
    /// By a condition over its fields.
    RuleBased(Expression),
    /// By the orchestration eventID that the platform generated and the sender repeats.
    SystemGenerated(String),
}

impl Default for EventIdType {
    fn default() -> Self {
        Self::RuleBased(Expression::default())
    }
}

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Stable key.
    pub id: EventId,
    /// Identifier in expressions: `@event{Name.path}`.
    pub name: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether it concerns a person.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: EventKind,
    /// How it is recognised.
    #[serde(default, skip_serializing_if = "is_default")]
    pub id_type: EventIdType,
    /// The schema of its records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaId>,
    /// Paths of the fields that the journey may read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// The identity type of the person; without it there is no profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<NamespaceId>,
    /// Yields the person's identity, usually one field.
    #[serde(default, skip_serializing_if = "is_default")]
    pub profile_identifier: Expression,
    /// What tells several runs of one person in the same journey apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplemental: Option<SupplementalId>,
    /// False where the records come in batches or from a query: such an event starts no journey.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub streamed: bool,
    /// Whether its records may be the first that the platform hears of a person, and create the profile.
    #[serde(default, skip_serializing_if = "is_false")]
    pub creates_profiles: bool,
    /// A record as JSON, for test runs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sample: String,
    /// The busiest second expected, in events a second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_per_second: Option<i64>,
    /// Active journeys outside of this workspace that listen to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_journeys: Option<i64>,
}

impl Default for Event {
    fn default() -> Self {
        Self {
            id: Default::default(),
            name: Default::default(),
            description: Default::default(),
            kind: Default::default(),
            id_type: Default::default(),
            schema: Default::default(),
            fields: Default::default(),
            namespace: Default::default(),
            profile_identifier: Default::default(),
            supplemental: Default::default(),
            streamed: true,
            creates_profiles: false,
            sample: Default::default(),
            peak_per_second: Default::default(),
            other_journeys: Default::default(),
        }
    }
}
