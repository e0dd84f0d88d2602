//! Periods, days and lengths of time in plain words.

use crate::journey::{Period, Weekday};

/// `1 day`, `3 weeks`.
pub(super) fn period(every: i64, unit: Period) -> String {
    let unit = match unit {
        Period::Hour => "hour",
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
    };
    if every == 1 { format!("1 {unit}") } else { format!("{every} {unit}s") }
}

/// The days, or that it is every day.
pub(super) fn weekdays(days: &[Weekday]) -> String {
    if days.is_empty() {
        return "every day".to_owned();
    }
    days.iter().map(|day| day.name()).collect::<Vec<_>>().join(", ")
}
