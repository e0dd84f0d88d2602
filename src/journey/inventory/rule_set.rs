//! Rule sets: caps and quiet hours.

use jiff::{Timestamp, civil};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{is_true, yes};
use crate::journey::activity::{is_default, is_false};
use crate::journey::{Medium, RuleSetId, Weekday};

/// What a rule set is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RuleDomain {
    /// Messages.
    #[default]
    Channel,
    /// Journeys.
    Journey,
}

/// A set of caps and quiet hours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Stable key.
    pub id: RuleSetId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: RuleDomain,
    /// Whether it holds for everything, without being chosen.
    #[serde(default, skip_serializing_if = "is_false")]
    pub global: bool,
    /// Whether it is in force.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub active: bool,
    /// When it was activated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activated: Option<Timestamp>,
    /// Its rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<CapRule>,
}

impl Default for RuleSet {
    fn default() -> Self {
        Self {
            id: Default::default(),
            name: Default::default(),
            domain: Default::default(),
            global: Default::default(),
            active: true,
            activated: Default::default(),
            rules: Default::default(),
        }
    }
}

/// One rule of a rule set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum CapRule {
    /// So many messages in a period.
    Frequency {
        /// Which messages; all when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        medium: Option<Medium>,
        /// How many.
        at_most: i64,
        /// In how many periods.
        every: i64,
        /// Of which kind.
        period: Period,
    },
    /// No messages at these hours.
    QuietHours(QuietHours),
    /// So many entries into journeys in a period.
    JourneyEntries {
        /// How many.
        at_most: i64,
        /// In how many periods.
        every: i64,
        /// Of which kind.
        period: Period,
    },
    /// So many journeys at once.
    ConcurrentJourneys {
        /// How many.
        at_most: i64,
        /// Days to look ahead for a journey of higher priority: 1, 7 or 30.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        look_ahead_days: Option<i64>,
    },
}

/// Calendar periods, in UTC; weeks begin on Sunday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Period {
    Hour,
    #[default]
    Day,
    Week,
    Month,
}

/// Hours at which no message goes out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// Which messages; all that quiet hours can hold when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Medium>,
    /// One to five windows.
    pub windows: Vec<QuietWindow>,
    /// Whether the person's own time zone counts.
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_profile_zone: bool,
    /// Otherwise this time zone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone: String,
    /// What happens to a message.
    #[serde(default, skip_serializing_if = "is_default")]
    pub then: QuietAction,
}

impl QuietHours {
    /// Whether they hold messages of this kind.
    pub fn holds(&self, medium: Medium) -> bool {
        medium.can_be_quiet() && (self.media.is_empty() || self.media.contains(&medium))
    }
}

/// A quiet window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietWindow {
    /// Days on which it begins; every day when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Weekday>,
    /// First quiet moment.
    pub from: civil::Time,
    /// First moment after.
    pub to: civil::Time,
}

/// What happens to a message in quiet hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum QuietAction {
    /// It waits, at most seven days.
    #[default]
    Queue,
    /// It is dropped, and the person leaves the journey.
    Discard,
}
