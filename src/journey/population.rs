//! The population: who the people of a forecast are, how they come, and how other systems answer them.
//!
//! Plain data. Who is made of it and what becomes of them is for whoever runs the forecast. Shares are in hundredths of
//! a percent; lengths of time that may be fractions are in seconds.

use jiff::{Timestamp, civil};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::activity::is_default;
use super::value::finite;
use super::{
    ActionId, ActivityId, AudienceId, ChannelId, DataSourceId, Duration, EndpointId, EventId, JourneyId, Medium,
    ProfileId, Value,
};

/// Everybody: ten thousand hundredths of a percent.
pub const WHOLE: u32 = 10_000;

/// Who the people of a forecast are, how they come, and how other systems answer them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Version of the text form.
    pub format: u32,
    /// What it stands for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// How many people there are; those of the file where one is named and nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// Virtual time at the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// For so many days people come in; those inside then go on to their end. One where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// A table of real people (CSV, in the workspace folder), columns as in a list that a server is sent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// The test profiles that people are modelled after; all of them alike where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<Model>,
    /// Their time zones; those of their models where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<ZoneShare>,
    /// Their attributes, drawn in this order; of several for the same field the first that applies counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeDraw>,
    /// How many of them are in which audience, whatever its rule says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub memberships: Vec<MembershipShare>,
    /// How many agreed to messages of which medium; those of their models where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consent: Vec<ConsentShare>,
    /// What sets them off, and how fast they come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arrivals: Vec<Arrivals>,
    /// What those do who came in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
    /// How many open and click.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<ReactionShares>,
    /// How other systems answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<SystemBehaviour>,
}

/// A test profile as a model.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Which.
    pub profile: ProfileId,
    /// How often it serves, beside the others.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: u32,
}

/// A time zone, and how many live there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneShare {
    /// IANA name.
    pub zone: String,
    /// How often it is drawn, beside the others.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: u32,
}

/// How an attribute is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeDraw {
    /// Path of the field.
    pub field: String,
    /// Only for people of whom this holds, by what was drawn before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Given>,
    /// The share of people who have no value.
    #[serde(default, skip_serializing_if = "is_default")]
    pub missing: u32,
    /// What the others have.
    pub draw: Distribution,
}

/// A field has this value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Path of the field.
    pub field: String,
    /// Its value; `Null` for people who have none.
    pub is: Value,
}

/// By what chance a value comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Distribution {
    /// Everybody has the same.
    Constant(Value),
    /// One of several.
    Choice(Vec<WeightedValue>),
    /// Every number of a range alike, both ends included.
    Uniform {
        /// The smallest.
        #[serde(deserialize_with = "finite")]
        from: f64,
        /// The largest.
        #[serde(deserialize_with = "finite")]
        to: f64,
        /// Digits after the point; whole numbers without.
        #[serde(default, skip_serializing_if = "is_default")]
        decimals: u32,
    },
    /// Around a middle, the rarer the farther.
    Normal {
        /// The middle.
        #[serde(deserialize_with = "finite")]
        mean: f64,
        /// Two thirds of all are no farther from it.
        #[serde(deserialize_with = "finite")]
        deviation: f64,
        /// Digits after the point; whole numbers without.
        #[serde(default, skip_serializing_if = "is_default")]
        decimals: u32,
        /// Nothing is below.
        #[serde(default, deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
        minimum: Option<f64>,
        /// Nothing is above.
        #[serde(default, deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
        maximum: Option<f64>,
    },
    /// Many small ones and a few that are very large: sums of money, numbers of visits.
    LogNormal {
        /// Half of all are below.
        #[serde(deserialize_with = "finite")]
        median: f64,
        /// How wide: with 0.7 two thirds lie between half and twice the median.
        #[serde(deserialize_with = "finite")]
        spread: f64,
        /// Digits after the point; whole numbers without.
        #[serde(default, skip_serializing_if = "is_default")]
        decimals: u32,
        /// Nothing is above.
        #[serde(default, deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
        maximum: Option<f64>,
    },
    /// A calendar day, so many days after the start; before it with less than nothing.
    Day {
        /// The earliest.
        from_days: i32,
        /// The latest.
        to_days: i32,
    },
    /// An instant, so many seconds after the start; before it with less than nothing.
    Moment {
        /// The earliest.
        from_seconds: i64,
        /// The latest.
        to_seconds: i64,
    },
}

/// A value, and how often it is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeightedValue {
    /// The value.
    pub value: Value,
    /// How often it is drawn, beside the others.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: u32,
}

/// How many people are in an audience.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MembershipShare {
    /// Which.
    pub audience: AudienceId,
    /// Only of people of whom this holds; of several for the same audience the first that applies counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Given>,
    /// How many.
    pub share: u32,
}

/// How many people agreed to messages of a medium.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentShare {
    /// Which.
    pub medium: Medium,
    /// Only of people of whom this holds; of several for the same medium the first that applies counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Given>,
    /// How many.
    pub share: u32,
}

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

/// A number as it stands in a list or an option: finite like any other.
#[derive(Deserialize)]
struct Finite(#[serde(deserialize_with = "finite")] f64);

fn perhaps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(Option::<Finite>::deserialize(deserializer)?.map(|number| number.0))
}

fn each<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    Ok(Vec::<Finite>::deserialize(deserializer)?.into_iter().map(|number| number.0).collect())
}

fn one() -> u32 {
    1
}

fn whole() -> u32 {
    WHOLE
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_one(number: &u32) -> bool {
    *number == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_whole(share: &u32) -> bool {
    *share == WHOLE
}

impl Population {
    /// Takes out what has no text form.
    pub(super) fn make_finite(&mut self) {
        for draw in &mut self.attributes {
            draw.given.iter_mut().for_each(|given| given.is.make_finite());
            match &mut draw.draw {
                Distribution::Constant(value) => value.make_finite(),
                Distribution::Choice(choices) => choices.iter_mut().for_each(|choice| choice.value.make_finite()),
                _ => {}
            }
        }
        let memberships = self.memberships.iter_mut().flat_map(|share| &mut share.given);
        let consent = self.consent.iter_mut().flat_map(|share| &mut share.given);
        memberships.chain(consent).for_each(|given| given.is.make_finite());
    }

    /// The lists whose entries are read one by one.
    pub(super) const LISTS: [&'static str; 9] =
        ["models", "zones", "attributes", "memberships", "consent", "arrivals", "follow_ups", "reactions", "systems"];
}
