//! Lengths of time as people write them: a number and a unit.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A length of time that keeps the unit in which it was written. A day is 24 hours, a week 7 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Duration {
    /// Seconds.
    Seconds(i64),
    /// Minutes.
    Minutes(i64),
    /// Hours.
    Hours(i64),
    /// Days of 24 hours.
    Days(i64),
    /// Weeks of seven days.
    Weeks(i64),
}

impl Default for Duration {
    fn default() -> Self {
        Self::Hours(1)
    }
}

impl Duration {
    /// The number in front of the unit.
    pub fn amount(self) -> i64 {
        match self {
            Self::Seconds(n) | Self::Minutes(n) | Self::Hours(n) | Self::Days(n) | Self::Weeks(n) => n,
        }
    }

    /// The same unit with another number.
    pub fn with_amount(self, amount: i64) -> Self {
        match self {
            Self::Seconds(_) => Self::Seconds(amount),
            Self::Minutes(_) => Self::Minutes(amount),
            Self::Hours(_) => Self::Hours(amount),
            Self::Days(_) => Self::Days(amount),
            Self::Weeks(_) => Self::Weeks(amount),
        }
    }

    /// The same number in each smaller unit down to minutes, the largest first: what a slip of the unit may have meant.
    pub fn smaller_units(self) -> impl Iterator<Item = Self> {
        let smaller = [Self::Days as fn(i64) -> Self, Self::Hours, Self::Minutes];
        let made = smaller.into_iter().map(move |unit| unit(self.amount()));
        made.filter(move |shorter| shorter.milliseconds() < self.milliseconds())
    }

    /// The length in milliseconds; it stops at the largest number rather than overflow.
    pub fn milliseconds(self) -> i64 {
        let unit = match self {
            Self::Seconds(_) => 1_000,
            Self::Minutes(_) => 60_000,
            Self::Hours(_) => 3_600_000,
            Self::Days(_) => 86_400_000,
            Self::Weeks(_) => 604_800_000,
        };
        self.amount().saturating_mul(unit)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self {
            Self::Seconds(_) => "second",
            Self::Minutes(_) => "minute",
            Self::Hours(_) => "hour",
            Self::Days(_) => "day",
            Self::Weeks(_) => "week",
        };
        let plural = if self.amount() == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.amount())
    }
}

/// A length of time in plain words, from milliseconds: `250 ms`, `1.7 seconds`, and from a minute on in its two largest units, `1 hour 20 minutes`.
pub fn length(ms: i64) -> String {
    const UNITS: [(i64, &str); 4] = [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second")];
    match ms {
        ..1_000 => return format!("{} ms", ms.max(0)),
        1_000..60_000 if ms % 1_000 != 0 => return format!("{}.{} seconds", ms / 1_000, ms % 1_000 / 100),
        _ => {}
    }
    let first = UNITS.iter().position(|(unit, _)| ms >= *unit).unwrap_or(UNITS.len() - 1);
    let mut rest = ms;
    let mut said = Vec::new();
    for (unit, name) in UNITS.iter().skip(first).take(2) {
        let amount = rest / unit;
        rest %= unit;
        if amount > 0 {
            said.push(format!("{amount} {name}{}", if amount == 1 { "" } else { "s" }));
        }
    }
    said.join(" ")
}
