//! Conditions: the ways in which they choose, and the paths of each.

use jiff::civil;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::{Kind, Port};
use super::{is_default, is_false};
use crate::journey::{BranchId, Experiment, Expression};

/// Fields of [`Kind::Condition`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// How the path is chosen.
    pub test: Test,
    /// Whether people who match no path take a path of their own; otherwise they leave here.
    #[serde(default, skip_serializing_if = "is_false")]
    pub other_path: bool,
    /// Whether people for whom the condition fails or times out take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}

/// How a condition chooses; the first path that fits, from top to bottom, is taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Test {
    /// By data: each path has an expression.
    Data(Vec<DataPath>),
    /// By hour and day of week, in the journey's time zone.
    Time(Vec<TimePath>),
    /// By date, in the journey's time zone.
    Date(Vec<DatePath>),
    /// By chance.
    Split(Vec<SplitPath>),
    /// By chance, to find out which path does best.
    Experiment(Experiment),
    /// By rules over the person: each path has one.
    Targeting(Vec<DataPath>),
    /// The first so many people take the path, everybody after them the other one.
    ProfileCap(ProfileCap),
}

impl Test {
    /// The paths that ask something of each person, where the test has such.
    pub fn questions(&self) -> Option<&[DataPath]> {
        match self {
            Self::Data(paths) | Self::Targeting(paths) => Some(paths),
            _ => None,
        }
    }

    /// The paths that chance chooses from, where it does.
    pub fn shares(&self) -> Option<&[SplitPath]> {
        match self {
            Self::Split(paths) | Self::Experiment(Experiment { treatments: paths, .. }) => Some(paths),
            _ => None,
        }
    }
}

impl Default for Test {
    fn default() -> Self {
        Self::Data(Vec::new())
    }
}

/// A path of a data condition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataPath {
    /// Stable key of the path.
    pub id: BranchId,
    /// What the wire says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// True for the people who take it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub expression: Expression,
}

/// Days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The day of the week of a date.
    pub fn of(date: civil::Date) -> Self {
        match date.weekday() {
            civil::Weekday::Monday => Self::Monday,
            civil::Weekday::Tuesday => Self::Tuesday,
            civil::Weekday::Wednesday => Self::Wednesday,
            civil::Weekday::Thursday => Self::Thursday,
            civil::Weekday::Friday => Self::Friday,
            civil::Weekday::Saturday => Self::Saturday,
            civil::Weekday::Sunday => Self::Sunday,
        }
    }

    /// The day after it.
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }

    /// `Monday`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }
}

/// A window of the day, from inclusive, to exclusive; it may cross midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// First moment inside.
    pub from: civil::Time,
    /// First moment after.
    pub to: civil::Time,
}

/// A path of a time condition; without `days` every day, without `hours` the whole day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimePath {
    /// Stable key of the path.
    pub id: BranchId,
    /// What the wire says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// The window of the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// The days of the week.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Weekday>,
}

/// A path of a date condition: from the first day to the last, both inclusive; either may be open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatePath {
    /// Stable key of the path.
    pub id: BranchId,
    /// What the wire says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<civil::Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<civil::Date>,
}

/// A path of a percentage split.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitPath {
    /// Stable key of the path.
    pub id: BranchId,
    /// What the wire says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Its share in hundredths of a percent: 3,333 is 33.33 %.
    pub share: u32,
}

/// The capped path of a profile-cap condition; people beyond the cap take [`Port::Other`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileCap {
    /// Stable key of the path.
    pub id: BranchId,
    /// What the wire says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// How many people take it, counted per journey version.
    pub limit: u64,
}

impl ProfileCap {
    /// The platform's own cap.
    pub const DEFAULT_LIMIT: u64 = 1_000;
}
