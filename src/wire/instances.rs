//! Instances: one person's run through one journey, and its steps.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::run::Step;

/// One person's run through one journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Instance {
    /// Names it.
    pub key: String,
    /// Id of the journey.
    pub journey: String,
    /// Hash of the version that it is on.
    pub version: String,
    /// Id of the person's profile.
    pub profile: String,
    /// Which of the person's entries into the journey, from 1; 0 for one who was not let in.
    pub entry: i64,
    /// What tells it apart from other runs of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplemental: Option<String>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub began: Timestamp,
    /// When it ended; absent while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended: Option<Timestamp>,
    /// Why it ended, in the words of a trace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Ids of the activities at which it waits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<String>,
    /// The same with how long it waits there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<InstanceWait>,
}

/// Something at which an instance waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InstanceWait {
    /// Id of the activity.
    pub activity: String,
    /// When it is over by itself; absent where nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// Whether it is held there because the journey is paused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
}

/// A portion of instances, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Instances {
    /// The instances.
    pub instances: Vec<Instance>,
    /// Where the next portion begins; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Whether those who are inside are meant, or those who left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum InstanceState {
    Inside,
    Ended,
}

/// What one activity did for one person: a step of the machine's own trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TracedStep {
    /// Its number: steps are numbered as they are done.
    pub number: i64,
    /// Names the instance.
    pub key: String,
    /// Id of the journey.
    pub journey: String,
    /// Id of the person's profile.
    pub profile: String,
    /// What was done: activity, at, status, and where there are any branch, because, action, message.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub step: Step,
}

/// A portion of an instance's steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TracedSteps {
    /// The steps, in the order in which they were done.
    pub steps: Vec<TracedStep>,
    /// The number after which the next portion begins; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
}
