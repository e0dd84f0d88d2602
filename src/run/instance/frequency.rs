//! How often somebody may be sent messages: caps of rule sets over calendar periods, counted from what they got, in
//! every journey ("Frequency capping by channel", help/using/conflict-prioritization/channel-capping.md).

use jiff::Timestamp;

use crate::journey::{Past, Period};
use crate::run::plan::MessagePlan;
use crate::run::rule_sets::FrequencyPlan;
use crate::run::{Persona, period};

use super::message::spoken;

/// Why a message would be one too many for this person; nothing where it would not.
pub(super) fn too_often(person: &dyn Persona, now: Timestamp, plan: &MessagePlan) -> Option<String> {
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
fn count(person: &dyn Persona, now: Timestamp, cap: &FrequencyPlan) -> i64 {
    let from = period::begins(now, cap.every, cap.period);
    let counts = |past: &&crate::journey::PastEvent| {
        let is_meant = matches!(&past.what, Past::Message(medium)
            if cap.medium.is_none_or(|meant| meant == *medium) && !medium.is_inbound());
        is_meant && past.at >= from && past.at <= now
    };
    i64::try_from(person.history().iter().filter(counts).count()).unwrap_or(i64::MAX)
}
