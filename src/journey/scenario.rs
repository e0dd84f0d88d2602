//! Scenarios: what happens to test profiles in a dry run, and what is expected of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::activity::is_false;
use super::{
    ActionId, ActivityId, AudienceId, BranchId, DataSourceId, DatasetId, DecisionPolicyId, Duration, EventId,
    JourneyId, ProfileId, ReactionKind, ScenarioId, Value,
};

/// A dry run that can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Version of the text form.
    pub format: u32,
    /// Stable key.
    pub id: ScenarioId,
    /// What people call it.
    pub name: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The journey that is run.
    pub journey: JourneyId,
    /// Where chance begins.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub seed: u64,
    /// Virtual time at the beginning.
    pub start: Timestamp,
    /// Virtual time at which the run is broken off; 91 days after the start when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Whether the journey's own schedule is left aside: then only what happens here reads the audience.
    #[serde(default, skip_serializing_if = "is_false")]
    pub beside_schedule: bool,
    /// The test profiles that take part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<ProfileId>,
    /// What happens, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub happenings: Vec<Happening>,
    /// What other systems answer; the first that fits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<Reply>,
    /// Splits whose path is not left to chance.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub forced: BTreeMap<ActivityId, BranchId>,
    /// What must come out, one entry per run, in the order of the trace.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<ExpectedRun>,
}

fn one() -> u64 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_one(seed: &u64) -> bool {
    *seed == 1
}

/// Something that happens at a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    /// How long after the start.
    pub after: Duration,
    /// To whom; to all who take part when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileId>,
    /// What.
    pub what: What,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum What {
    /// An event arrives.
    Event {
        /// Which.
        event: EventId,
        /// Its payload as JSON; when empty, the event's sample as the person would bring it to whom it happens.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        payload: String,
    },
    /// The person enters an audience.
    EnterAudience(AudienceId),
    /// The person leaves an audience.
    LeaveAudience(AudienceId),
    /// The person reacts to a message.
    React {
        /// The message.
        message: ActivityId,
        /// How.
        reaction: ReactionKind,
    },
    /// An attribute of the person changes.
    Attribute {
        /// Path of the field.
        field: String,
        /// Its new value.
        value: Value,
    },
    /// The read audience runs, beside its schedule.
    ReadAudience,
}

/// Who answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Answerer {
    /// An action.
    Action(ActionId),
    /// A data source.
    DataSource(DataSourceId),
    /// The channel of one message.
    Message(ActivityId),
    /// A decision policy; the body says which offers are chosen.
    DecisionPolicy(DecisionPolicyId),
    /// A dataset; the body says which records are found.
    Dataset(DatasetId),
}

/// What another system answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Who.
    pub from: Answerer,
    /// Only to this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileId>,
    /// HTTP status.
    pub status: u16,
    /// How long it takes, in milliseconds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub milliseconds: u64,
    /// Its body as JSON; the declared sample when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// How many calls are answered so, before the next reply that fits; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// What one run through the journey must show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRun {
    /// Whose run.
    pub profile: ProfileId,
    /// Through which journey, where a jump leads into another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journey: Option<JourneyId>,
    /// Each step on a line: time, activity, and what followed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// The reason at the end.
    pub end: String,
}
