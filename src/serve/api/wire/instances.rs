//! Instances: one person's run through one journey, and its steps.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::run::Step;
use crate::serve::engine::{ShownRun, ShownStep};

/// One person's run through one journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplemental: Option<String>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub began: Timestamp,
    /// When it ended; absent while it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended: Option<Timestamp>,
    /// Why it ended, in the words of a trace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Ids of the activities at which it waits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<String>,
}

/// A portion of a journey's instances, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Instances {
    /// The instances.
    pub instances: Vec<Instance>,
    /// Where the next portion begins; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Whether those who are inside are meant, or those who left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum InstanceState {
    Inside,
    Ended,
}

/// What one activity did for one person: a step of the machine's own trace.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TracedSteps {
    /// The steps, in the order in which they were done.
    pub steps: Vec<TracedStep>,
    /// The number after which the next portion begins; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
}

/// How an instance's number goes over the wire.
const RUN: &str = "run-";

/// The name of an instance.
pub fn key(run: i64) -> String {
    format!("{RUN}{run:x}")
}

/// The instance of a name.
pub fn run(key: &str) -> Option<i64> {
    let digits = key.strip_prefix(RUN)?;
    let run = i64::from_str_radix(digits, 16).ok()?;
    // One name each.
    (self::key(run) == key).then_some(run)
}

impl From<ShownRun> for Instance {
    fn from(run: ShownRun) -> Self {
        let (ended, reason) = run.ended.unzip();
        Self {
            key: key(run.number),
            journey: run.journey.0,
            version: run.version,
            profile: run.profile.0,
            entry: run.entry,
            supplemental: run.supplemental,
            began: run.began,
            ended,
            reason,
            waiting: run.waiting.into_iter().map(|activity| activity.0).collect(),
        }
    }
}

impl From<ShownStep> for TracedStep {
    fn from(step: ShownStep) -> Self {
        Self {
            number: step.number,
            key: key(step.run),
            journey: step.journey.0,
            profile: step.profile.0,
            step: step.step,
        }
    }
}
