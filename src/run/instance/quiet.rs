//! Quiet hours: a message that would go out in them waits for their end, or is dropped with whoever would have got it
//! ("Quiet hours", help/using/conflict-prioritization/quiet-hours.md). They are looked at as a message goes out, so
//! one that was held for another reason may have to wait again.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use crate::journey::{QuietAction, QuietWindow, Weekday};
use crate::run::plan::MessagePlan;
use crate::run::rule_sets::QuietPlan;
use crate::run::world::World;
use crate::run::{Effect, Reason, WaitingFor, words};

use super::arrive::Arrival;
use super::leave::Departure;

/// How long a message is held.
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What becomes of a message that would go out now; nothing where no quiet hours hold it.
pub(super) fn hold(world: &World<'_>, plan: &MessagePlan) -> Option<Arrival> {
    let quiet = plan.quiet.iter().filter(|quiet| !is_free(quiet, world, world.now));
    let mut quiet = quiet.collect::<Vec<_>>();
    // What is dropped is dropped whatever else would hold it.
    quiet.sort_by_key(|quiet| quiet.then != QuietAction::Discard);
    let first = quiet.first()?;
    if first.then == QuietAction::Discard {
        let because = format!("not sent: {} drops what falls in its quiet hours, and the person leaves", first.name);
        return Some(Arrival::Leave(Departure::end(Reason::QuietHours, because)));
    }
    let free = free_from(world, plan);
    if free.is_none() && world.due {
        let because = format!("not sent: held by the quiet hours of {} for 7 days", first.name);
        return Some(Arrival::Leave(Departure::next(because)));
    }
    let at = free.unwrap_or_else(|| world.now.checked_add(LONGEST).unwrap_or(Timestamp::MAX));
    let wake = Effect::WakeAt { at, activity: world.node.id.clone(), visit: world.visit };
    Some(Arrival::Wait(WaitingFor::Moment(at), vec![wake]))
}

/// Whose quiet hours held a message that goes out now, in words; nothing where none did.
pub(super) fn held(world: &World<'_>, plan: &MessagePlan) -> Option<String> {
    let before = world.now.checked_sub(SignedDuration::from_millis(1)).ok()?;
    let held = plan.quiet.iter().find(|quiet| world.due && !is_free(quiet, world, before))?;
    let zone = zone(held, world)?;
    Some(format!("after the quiet hours of {}, which end at {}", held.name, words::local(world.now, &zone)))
}

/// The first moment from now on at which nothing is quiet; nothing where none comes in time.
fn free_from(world: &World<'_>, plan: &MessagePlan) -> Option<Timestamp> {
    let last = world.now.checked_add(LONGEST).unwrap_or(Timestamp::MAX);
    let mut at = world.now;
    while let Some(end) = plan.quiet.iter().filter_map(|quiet| ends(quiet, world, at)).max() {
        at = end;
        if at > last {
            return None;
        }
    }
    Some(at)
}

fn is_free(quiet: &QuietPlan, world: &World<'_>, at: Timestamp) -> bool {
    ends(quiet, world, at).is_none()
}

/// When the quiet hours end in which a moment lies.
fn ends(quiet: &QuietPlan, world: &World<'_>, at: Timestamp) -> Option<Timestamp> {
    let zone = zone(quiet, world)?;
    let today = at.to_zoned(zone.clone()).date();
    // A night belongs to the evening on which it begins.
    let days = [today.yesterday().ok(), Some(today)];
    let windows = days.iter().flatten().flat_map(|day| quiet.windows.iter().map(move |window| (window, *day)));
    let lies_in =
        windows.filter_map(|(window, day)| span(window, day, &zone)).filter(|(from, to)| *from <= at && at < *to);
    lies_in.map(|(_, to)| to).max()
}

/// From when to when a window is quiet that begins on this day; nothing where it does not.
fn span(window: &QuietWindow, day: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let begins = window.days.is_empty() || window.days.contains(&Weekday::of(day));
    let last = if window.to > window.from { day } else { day.checked_add(1.day()).ok()? };
    let moment = |date: Date, time| zone.to_timestamp(date.to_datetime(time)).ok();
    begins.then_some((moment(day, window.from)?, moment(last, window.to)?))
}

/// In which zone the hours are meant. Where they are those of a person of whom none is known, there are none.
fn zone(quiet: &QuietPlan, world: &World<'_>) -> Option<TimeZone> {
    match &quiet.zone {
        Some(zone) => Some(zone.clone()),
        None => world.person.zone().cloned(),
    }
}
