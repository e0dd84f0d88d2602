//! The journey itself: properties, activities, connections, and where each stands.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::activity::{is_default, is_false};
use super::{
    Activity, ActivityId, AudienceId, Behaviour, ConnectionId, Duration, EventId, ExitCriterionId, Expression,
    JourneyId, MergePolicyId, Port, RuleSetId, Weekday,
};

/// The version of the text form that this program writes.
pub const FORMAT: u32 = 1;

/// One journey. Lists are sorted by id, except where order means something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// Version of the text form.
    pub format: u32,
    /// Identity, also outside the workspace.
    pub id: JourneyId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Words to find it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The number of the kept version from which this draft goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on: Option<u32>,
    /// Everything that holds for the journey as a whole.
    #[serde(default, skip_serializing_if = "Properties::is_default")]
    pub properties: Properties,
    /// The steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Activity>,
    /// The wires.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<Connection>,
    /// Labels of the ends, for the ports from which no wire goes on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<EndLabel>,
    /// A remark for colleagues; never exported.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What an import could not map, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
    /// Where each activity stands; last in the file, so that moving a card never touches the logic.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layout: Vec<Placement>,
}

impl Journey {
    /// The activity of this id.
    pub fn activity(&self, id: &ActivityId) -> Option<&Activity> {
        // Lists are sorted by id in canonical form, but a hand-written file may not be: never rely on it to find.
        match self.activities.binary_search_by(|activity| activity.id.cmp(id)) {
            Ok(index) => self.activities.get(index),
            Err(_) => self.activities.iter().find(|activity| &activity.id == id),
        }
    }

    /// The activity of this id, to be changed by an edit.
    pub fn activity_mut(&mut self, id: &ActivityId) -> Option<&mut Activity> {
        self.activities.iter_mut().find(|activity| &activity.id == id)
    }

    /// Where the activity stands.
    pub fn placement(&self, id: &ActivityId) -> Option<&Placement> {
        match self.layout.binary_search_by(|placement| placement.activity.cmp(id)) {
            Ok(index) => self.layout.get(index),
            Err(_) => self.layout.iter().find(|placement| &placement.activity == id),
        }
    }

    /// The wires that leave by this port.
    pub fn leaving<'a>(&'a self, from: &'a ActivityId, port: &'a Port) -> impl Iterator<Item = &'a Connection> {
        self.connections.iter().filter(move |wire| &wire.from == from && &wire.port == port)
    }

    /// The activities that no wire reaches, in canonical order.
    pub fn roots(&self) -> impl Iterator<Item = &Activity> {
        let reached: BTreeSet<&ActivityId> = self.connections.iter().map(|wire| &wire.to).collect();
        self.activities.iter().filter(move |activity| !reached.contains(&activity.id))
    }

    /// Puts every list into canonical order. Branches and fields keep theirs.
    pub fn sort(&mut self) {
        self.activities.sort_by(|a, b| a.id.cmp(&b.id));
        self.connections.sort_by(|a, b| a.id.cmp(&b.id));
        self.ends.sort_by(|a, b| (&a.from, &a.port).cmp(&(&b.from, &b.port)));
        self.layout.sort_by(|a, b| a.activity.cmp(&b.activity));
    }
}

/// A wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// Stable key.
    pub id: ConnectionId,
    /// Where it leaves.
    pub from: ActivityId,
    /// By which port.
    #[serde(default, skip_serializing_if = "Port::is_next")]
    pub port: Port,
    /// Where it arrives.
    pub to: ActivityId,
}

impl Port {
    fn is_next(&self) -> bool {
        *self == Self::Next
    }
}

/// The label of an end: the automatic last tag of a path. It is no activity and is never counted as one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndLabel {
    /// The last activity of the path.
    pub from: ActivityId,
    /// The port by which people leave it.
    #[serde(default, skip_serializing_if = "Port::is_next")]
    pub port: Port,
    /// What reports call this end.
    pub label: String,
}

/// Where an activity stands on the canvas, in canvas units; the upper left corner of its card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// Which activity.
    pub activity: ActivityId,
    /// To the right.
    pub x: i32,
    /// Downwards.
    pub y: i32,
}

/// What holds for the journey as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Properties {
    /// IANA name of the time zone of waits and conditions.
    #[serde(skip_serializing_if = "is_default_zone")]
    pub zone: String,
    /// Whether the person's own time zone goes before it.
    #[serde(skip_serializing_if = "is_false")]
    pub use_profile_zone: bool,
    /// Whether and when people may come again.
    #[serde(skip_serializing_if = "Reentrance::is_default")]
    pub reentrance: Reentrance,
    /// First moment at which people may enter; from activation when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// The moment at which everybody leaves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
    /// Seconds that a call may take with all its retries, 1 to 30.
    #[serde(skip_serializing_if = "is_default_timeout")]
    pub timeout_seconds: i64,
    /// Which merge policy the person's data is read with; the audience's own or the default when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merge_policy: Option<MergePolicyId>,
    /// When people leave early; any one suffices, from top to bottom.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exit_criteria: Vec<ExitCriterion>,
    /// When a read audience runs.
    #[serde(skip_serializing_if = "Schedule::is_default")]
    pub schedule: Schedule,
    /// What reports measure the journey by: `Purchases`, `Unique clicks`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<String>,
    /// Labels that decide who may open the journey; the platform's core ones (`C3`) and your own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub access_labels: Vec<String>,
    /// Caps on entries and on journeys at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<RuleSetId>,
    /// Who goes first where caps let only some in, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i64>,
    /// Business events: whether a new event may start a further run.
    #[serde(skip_serializing_if = "is_false")]
    pub allow_several_executions: bool,
}

impl Properties {
    /// Seconds that a call may take when nothing else is said.
    pub const DEFAULT_TIMEOUT_SECONDS: i64 = 30;

    /// The time zone of waits and conditions; UTC where the database of zones does not have it, which is a finding.
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }

    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Properties {
    fn default() -> Self {
        Self {
            zone: "UTC".to_owned(),
            use_profile_zone: false,
            reentrance: Reentrance::default(),
            start: None,
            end: None,
            timeout_seconds: Self::DEFAULT_TIMEOUT_SECONDS,
            merge_policy: None,
            exit_criteria: Vec::new(),
            schedule: Schedule::default(),
            metrics: Vec::new(),
            access_labels: Vec::new(),
            rule_set: None,
            priority: None,
            allow_several_executions: false,
        }
    }
}

fn is_default_zone(zone: &str) -> bool {
    zone == "UTC"
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_default_timeout(seconds: &i64) -> bool {
    *seconds == Properties::DEFAULT_TIMEOUT_SECONDS
}

/// Whether people may enter again, and how long after their last entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reentrance {
    /// Whether they may at all; a "no" holds for 91 days.
    pub allowed: bool,
    /// How long after their last entry, 5 minutes to 90 days; events and audience qualification only.
    pub wait: Duration,
}

impl Reentrance {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Reentrance {
    fn default() -> Self {
        Self { allowed: true, wait: Duration::Minutes(5) }
    }
}

/// A reason to leave a journey early.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExitCriterion {
    /// Stable key.
    pub id: ExitCriterionId,
    /// What the trace calls it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What makes people leave.
    pub when: ExitWhen,
}

/// What makes people leave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum ExitWhen {
    /// An event arrives and the condition, if there is one, holds.
    Event {
        /// The event.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        event: Option<EventId>,
        /// What must be true of it.
        #[serde(default, skip_serializing_if = "is_default")]
        condition: Expression,
    },
    /// They enter or leave an audience.
    Audience {
        /// The audience.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        audience: Option<AudienceId>,
        /// Entrances, exits or both.
        behaviour: Behaviour,
    },
    /// Something is true of their profile; looked at before each action.
    Profile(Expression),
}

impl Default for ExitWhen {
    fn default() -> Self {
        Self::Event { event: None, condition: Expression::default() }
    }
}

/// When a read audience runs, in the journey's time zone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// How often.
    pub every: Recurrence,
    /// Only people who came in since the last run.
    #[serde(default, skip_serializing_if = "is_false")]
    pub incremental: bool,
    /// People still inside are taken out and begin again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub force_reentrance: bool,
    /// Wait for the day's evaluation of a batch audience, for at most so many hours (1 to 6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_evaluation_hours: Option<i64>,
}

impl Schedule {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// How often a read audience runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Recurrence {
    /// At activation.
    #[default]
    AsSoonAsPossible,
    /// At one moment.
    Once(civil::DateTime),
    /// Every so many hours, from a moment on.
    Hourly {
        /// First run.
        start: civil::DateTime,
        /// Hours between runs.
        hours: i64,
    },
    /// Every day at this time, from a day on.
    Daily {
        /// First run.
        start: civil::DateTime,
    },
    /// On these days of the week.
    Weekly {
        /// First possible run.
        start: civil::DateTime,
        /// The days.
        days: Vec<Weekday>,
    },
    /// On this day of the month; in shorter months on the last.
    Monthly {
        /// First possible run.
        start: civil::DateTime,
        /// 1 to 31.
        day: i64,
    },
}

impl Recurrence {
    /// Whether there is more than one run.
    pub fn recurs(&self) -> bool {
        !matches!(self, Self::AsSoonAsPossible | Self::Once(_))
    }
}
