//! Identifiers: short, stable, sortable, and never made from content.
//!
//! An id says its kind and adds letters drawn by whoever creates the object: four within a
//! workspace (`wait-k7qd`), twelve for what leaves it (journeys, profiles, environments).
//! Chance is not drawn here: the caller brings it, so that this room stays pure.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TextType;

/// Lower-case letters and digits without the look-alikes `0 o 1 l i`.
pub const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// Builds the text of an id from a kind and raw chance; `length` letters are used.
pub fn id_text(kind: &str, chance: u64, length: usize) -> String {
    let mut rest = chance;
    let mut text = String::with_capacity(kind.len() + 1 + length);
    text.push_str(kind);
    text.push('-');
    for _ in 0..length {
        text.push(char::from(ALPHABET[(rest % ALPHABET.len() as u64) as usize]));
        rest /= ALPHABET.len() as u64;
    }
    text
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TextType for $name {
            fn as_text(&self) -> &str {
                &self.0
            }

            fn from_text(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A workspace (twelve letters).
    WorkspaceId,
    /// A journey (twelve letters: it leaves the workspace).
    JourneyId,
    /// One step of a journey.
    ActivityId,
    /// One wire between two activities.
    ConnectionId,
    /// One path of a condition.
    BranchId,
    /// One exit criterion of a journey.
    ExitCriterionId,
    /// An identity type.
    NamespaceId,
    /// A schema.
    SchemaId,
    /// A merge policy.
    MergePolicyId,
    /// An event, unitary or business.
    EventId,
    /// An audience.
    AudienceId,
    /// A data source.
    DataSourceId,
    /// An action that calls another system.
    ActionId,
    /// An endpoint with its cap or throttle.
    EndpointId,
    /// A Campaign instance that actions call.
    CampaignInstanceId,
    /// A channel configuration.
    ChannelId,
    /// A rule set: caps and quiet hours.
    RuleSetId,
    /// A fragment.
    FragmentId,
    /// A decision policy.
    DecisionPolicyId,
    /// A dataset.
    DatasetId,
    /// A test profile (twelve letters).
    ProfileId,
    /// An environment (twelve letters).
    EnvironmentId,
    /// A saved scenario.
    ScenarioId,
}
