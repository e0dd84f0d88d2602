//! The calendar periods by which rule sets count: of UTC, and a week begins on Sunday ("Frequency capping by channel",
//! help/using/conflict-prioritization/channel-capping.md).

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Zoned};

use crate::journey::Period;

/// When the first of so many periods began, of which the last is now.
pub(super) fn begins(now: Timestamp, every: i64, period: Period) -> Timestamp {
    let now = now.to_zoned(TimeZone::UTC);
    let back = every.clamp(1, 1_000) - 1;
    let of = |day: Date| day.to_zoned(TimeZone::UTC);
    let day = now.date();
    let begun: Result<Zoned, jiff::Error> = match period {
        Period::Hour => of(day).and_then(|start| start.checked_add((i64::from(now.hour()) - back).hours())),
        Period::Day => day.checked_sub(back.days()).and_then(of),
        Period::Week => {
            let since_sunday = i64::from(day.weekday().to_sunday_zero_offset());
            day.checked_sub((since_sunday + 7 * back).days()).and_then(of)
        }
        Period::Month => day.first_of_month().checked_sub(back.months()).and_then(of),
    };
    begun.map_or(Timestamp::MIN, |begun| begun.timestamp())
}
