//! How often somebody may be sent messages: caps of rule sets over calendar periods, counted from what they got, in every
//! journey ("Frequency capping by channel", help/using/conflict-prioritization/channel-capping.md). Periods are of UTC; a week begins on
//! Sunday.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Zoned};

use crate::journey::{Past, Period};
use crate::run::Person;
use crate::run::plan::{FrequencyPlan, MessagePlan};

use super::message::spoken;

/// Why a message would be one too many for this person; nothing where it would not.
pub(super) fn too_often(person: &Person, now: Timestamp, plan: &MessagePlan) -> Option<String> {
    let full = plan.caps.iter().find(|cap| count(person, now, cap) >= cap.at_most)?;
    let FrequencyPlan { name, medium, at_most, every, period } = full;
    let any = if *at_most == 1 { "message" } else { "messages" };
    let what = medium.map_or(any, spoken);
    let unit = match period {
        Period::Hour => "hour",
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
    };
    let within = if *every == 1 { format!("in a calendar {unit}") } else { format!("in {every} calendar {unit}s") };
    Some(format!("not sent: {name} allows {at_most} {what} {within}"))
}

/// What they got in the period in which it is now.
fn count(person: &Person, now: Timestamp, cap: &FrequencyPlan) -> i64 {
    let from = begins(now, cap);
    let counts = |past: &&crate::journey::PastEvent| {
        let is_meant = matches!(&past.what, Past::Message(medium)
            if cap.medium.is_none_or(|meant| meant == *medium) && !medium.is_inbound());
        is_meant && past.at >= from && past.at <= now
    };
    i64::try_from(person.history.iter().filter(counts).count()).unwrap_or(i64::MAX)
}

/// When the first of the cap's periods began, of which the last is now.
fn begins(now: Timestamp, cap: &FrequencyPlan) -> Timestamp {
    let now = now.to_zoned(TimeZone::UTC);
    let back = cap.every.clamp(1, 1_000) - 1;
    let of = |day: Date| day.to_zoned(TimeZone::UTC);
    let day = now.date();
    let begun: Result<Zoned, jiff::Error> = match cap.period {
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
