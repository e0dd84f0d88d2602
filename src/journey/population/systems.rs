//! How others react: people to messages, systems to calls, and how long it takes them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::activity::is_default;
use super::super::value::finite;
use super::super::{ActionId, ActivityId, ChannelId, DataSourceId, EndpointId, Expression, Medium};

/// How many of those who get a message open it and click.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReactionShares {
    /// To which message; to every one where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<ActivityId>,
    /// Messages of which medium; of every one where nothing is said. The first that fits counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<Medium>,
    /// Only where this holds of the person, and of the message, which stands as `@event{request.…}`: `channel` and
    /// `to`. Always when empty; never where it cannot be worked out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub when: Expression,
    /// How many open it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub opened: u32,
    /// How many click, of all who get it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub clicked: u32,
    /// How long after they got it; a click comes as long after that.
    pub after: Lapse,
}

/// A length of time that differs from one to the next, in seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Lapse {
    /// Always the same.
    Always(#[serde(deserialize_with = "finite")] f64),
    /// Every length of a range alike.
    Between {
        /// The shortest.
        #[serde(deserialize_with = "finite")]
        from: f64,
        /// The longest.
        #[serde(deserialize_with = "finite")]
        to: f64,
    },
    /// Mostly short, sometimes very long.
    LogNormal {
        /// Half of all are shorter.
        #[serde(deserialize_with = "finite")]
        median: f64,
        /// How wide: with 0.7 two thirds lie between half and twice the median.
        #[serde(deserialize_with = "finite")]
        spread: f64,
    },
}

/// How another system answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemBehaviour {
    /// Which.
    pub system: System,
    /// How long it takes.
    pub latency: Lapse,
    /// What it answers instead of success, and how often.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AnswerShare>,
    /// Calls a second that it takes; what is beyond it answers with 429.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_per_second: Option<u32>,
}

/// Another system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum System {
    /// Whoever answers at an endpoint.
    Endpoint(EndpointId),
    /// Whoever answers an action.
    Action(ActionId),
    /// A data source.
    DataSource(DataSourceId),
    /// Whoever sends the messages of a channel.
    Channel(ChannelId),
}

/// An answer, and how often it comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerShare {
    /// HTTP status.
    pub status: u16,
    /// How often.
    pub share: u32,
}
