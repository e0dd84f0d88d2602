//! When a read audience runs.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Recurrence, Schedule, Weekday};

/// More runs than any dry run can mean.
const MOST_RUNS: usize = 10_000;

/// Every run from one moment to another, both inclusive, in order. Times of day are those of `zone`: in the hour that
/// a spring night leaves out a run moves on by that hour, in the doubled hour of an autumn night it is the first.
pub fn occurrences(schedule: &Schedule, zone: &TimeZone, from: Timestamp, to: Timestamp) -> Vec<Timestamp> {
    let instant = |date: DateTime| zone.to_timestamp(date).ok();
    let runs: Vec<Timestamp> = match &schedule.every {
        Recurrence::AsSoonAsPossible => vec![from],
        Recurrence::Once(date) => instant(*date).into_iter().collect(),
        Recurrence::Hourly { start, hours } => hourly(instant(*start), *hours, from, to),
        Recurrence::Daily { start } => {
            days(*start, from, to, zone).filter_map(|day| instant(day.to_datetime(start.time()))).collect()
        }
        Recurrence::Weekly { start, days: listed } => days(*start, from, to, zone)
            .filter(|day| listed.contains(&Weekday::of(*day)))
            .filter_map(|day| instant(day.to_datetime(start.time())))
            .collect(),
        Recurrence::Monthly { start, day: wanted } => days(*start, from, to, zone)
            .filter(|day| i64::from(day.day()) == (*wanted).clamp(1, i64::from(day.days_in_month())))
            .filter_map(|day| instant(day.to_datetime(start.time())))
            .collect(),
    };
    runs.into_iter().filter(|at| (from..=to).contains(at)).take(MOST_RUNS).collect()
}

fn hourly(start: Option<Timestamp>, hours: i64, from: Timestamp, to: Timestamp) -> Vec<Timestamp> {
    let Some(start) = start else { return Vec::new() };
    if hours <= 0 {
        return vec![start];
    }
    let period = hours.saturating_mul(3_600_000);
    // Runs long before the dry run need not be counted one by one.
    let skipped = (from.as_millisecond().saturating_sub(start.as_millisecond())).max(0) / period;
    let first = start.as_millisecond().saturating_add(skipped.saturating_mul(period));
    (0..)
        .map_while(|index: i64| Timestamp::from_millisecond(first.saturating_add(index.saturating_mul(period))).ok())
        .take_while(|at| *at <= to)
        .take(MOST_RUNS)
        .collect()
}

/// Every day on which a run may fall, from the first run's day to the last moment's day.
fn days(start: DateTime, from: Timestamp, to: Timestamp, zone: &TimeZone) -> impl Iterator<Item = Date> {
    // Days long before the first moment need not be counted one by one.
    let earliest = from.checked_sub(SignedDuration::from_hours(48)).unwrap_or(from).to_zoned(zone.clone()).date();
    let last = to.checked_add(SignedDuration::from_hours(24)).unwrap_or(to).to_zoned(zone.clone()).date();
    std::iter::successors(Some(start.date().max(earliest)), |day| day.tomorrow().ok())
        .take_while(move |day| *day <= last)
}
