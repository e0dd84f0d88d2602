//! Test profiles: fictional people with a past.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{is_true, yes};
use crate::journey::{AudienceId, EventId, Medium, NamespaceId, ProfileId, RuleSetId, Value};

/// A fictional person for test runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Identity, also outside the workspace.
    pub id: ProfileId,
    /// What people call them.
    pub name: String,
    /// Who they are and what they are good for in a test.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether the flag `testProfile` is set; test runs refuse everybody else.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub test_profile: bool,
    /// IANA name of their time zone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone: String,
    /// Identity by namespace.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub identities: BTreeMap<NamespaceId, String>,
    /// Attribute by path in the profile schema.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Value>,
    /// Whether they agreed to messages of a medium; yes where nothing is said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub consent: BTreeMap<Medium, bool>,
    /// Audiences in which they are, beside those whose rule says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<AudienceId>,
    /// What happened before the test, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<PastEvent>,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            id: Default::default(),
            name: Default::default(),
            description: Default::default(),
            test_profile: true,
            zone: Default::default(),
            identities: Default::default(),
            attributes: Default::default(),
            consent: Default::default(),
            audiences: Default::default(),
            history: Default::default(),
        }
    }
}

/// Something in a profile's past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PastEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Past,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Past {
    /// An event, with its payload as JSON.
    Event {
        /// Which.
        event: EventId,
        /// Its payload as JSON.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        payload: String,
    },
    /// A message was received.
    Message(Medium),
    /// A journey was entered that this rule set caps.
    Entry(RuleSetId),
}
