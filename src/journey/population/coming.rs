//! How people come: what sets them off, how fast, and what those do who came in.

use jiff::civil;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::super::value::finite;
use super::super::{AudienceId, Duration, EventId, JourneyId};
use super::{Finite, Lapse, is_one, is_whole, one, whole};

/// What happens to people one after the other. Audiences are read by the schedules of their journeys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrivals {
    /// What.
    pub what: Coming,
    /// Only to people who are in this audience at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<AudienceId>,
    /// To how many of those; to all where nothing is said.
    #[serde(default = "whole", skip_serializing_if = "is_whole")]
    pub share: u32,
    /// How often to the same person at most.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub times: u32,
    /// How fast.
    pub pace: Pace,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Coming {
    /// An event of a person arrives, with its sample as that person would bring it.
    Event(EventId),
    /// A person enters an audience.
    Enters(AudienceId),
    /// A person leaves an audience.
    Leaves(AudienceId),
    /// A business event arrives, which is about nobody.
    Business(EventId),
    /// The audience of a journey is read, beside its schedule.
    Reads(JourneyId),
}

/// How fast people come. Hours and times of day are those of UTC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Pace {
    /// All at one moment.
    At {
        /// How long after the start.
        after: Duration,
    },
    /// On and on, so many a second.
    Steady {
        /// How many.
        #[serde(deserialize_with = "finite")]
        per_second: f64,
    },
    /// By the hour of the day, so many a second in each; the last holds until midnight.
    Hours(#[serde(deserialize_with = "each")] Vec<f64>),
    /// Once a day, one after the other within a while.
    Daily {
        /// When.
        at: civil::Time,
        /// How many a day; all who are left where nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        people: Option<u32>,
        /// Within which while; all at once where nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Duration>,
    },
    /// All of them, evenly over the days.
    Evenly,
}

/// What those do who came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// Into which journey.
    pub journey: JourneyId,
    /// The event that they bring.
    pub event: EventId,
    /// How many of them.
    pub share: u32,
    /// How long after they came in.
    pub after: Lapse,
}

fn each<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    Ok(Vec::<Finite>::deserialize(deserializer)?.into_iter().map(|number| number.0).collect())
}
