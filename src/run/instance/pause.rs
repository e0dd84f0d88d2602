//! Waits: for a length of time, until a date, until what an expression yields ("Wait activity",
//! help/using/building-journeys/wait-activity.md).
//!
//! A date without zone is read on the wall clock of the journey, or of the person. In the hour that a spring night
//! leaves out it moves on by that hour; in the hour that an autumn night has twice it is the first.

use jiff::{Timestamp, civil};

use crate::expression::EvaluationError;
use crate::journey::Value;
use crate::run::plan::{Does, Pause};
use crate::run::world::World;
use crate::run::{Effect, Persona, Program, Reason, Waiting, WaitingFor, words};

use super::after;
use super::arrive::Arrival;
use super::leave::Departure;

/// Begins a wait.
pub(super) fn begin(world: &World<'_>, pause: &Pause, deadline: Option<Timestamp>) -> Result<Arrival, EvaluationError> {
    if let Pause::Suiting(within) = pause
        && suiting(world, *within) == 0
    {
        return Ok(Arrival::Leave(Departure::next("now is the hour that suits this person, by chance here")));
    }
    let until = match pause {
        Pause::For(duration) => Some(after(world.now, duration.milliseconds())),
        Pause::Until(date) => local(world, *date),
        Pause::Suiting(within) => Some(after(world.now, suiting(world, *within))),
        Pause::Custom(formula) => match formula.value(world)? {
            Value::DateTimeOnly(date) => local(world, date),
            Value::DateTime(at) => Some(at),
            Value::Null => {
                return Ok(Arrival::Leave(Departure::broken(format!(
                    "there is no date to wait for: {}",
                    world.seen().join(", ")
                ))));
            }
            other => {
                let because = format!("{} is no date and time to wait for", words::plain(&other));
                return Ok(Arrival::Leave(Departure::broken(because)));
            }
        },
    };
    let Some(until) = until else {
        return Ok(Arrival::Leave(Departure::broken("the date to wait for lies outside the calendar")));
    };
    if until <= world.now {
        let because = format!("{} is past: no wait", words::local(until, world.local_zone()));
        return Ok(Arrival::Leave(Departure::next(because)));
    }
    if deadline.is_some_and(|deadline| until > deadline) {
        let because = format!(
            "the wait would last until {}, longer than the 91 days of a journey",
            words::local(until, world.local_zone())
        );
        return Ok(Arrival::Leave(Departure::end(Reason::InstanceTimedout, because)));
    }
    let wake = Effect::WakeAt { at: until, activity: world.node.id.clone(), visit: world.visit };
    Ok(Arrival::Wait(WaitingFor::Moment(until), vec![wake]))
}

/// Milliseconds until the hour that suits the person.
pub(super) fn suiting(world: &World<'_>, within_hours: i64) -> i64 {
    world.suiting_hours(within_hours).saturating_mul(3_600_000)
}

fn local(world: &World<'_>, date: civil::DateTime) -> Option<Timestamp> {
    let at = world.local_zone().to_timestamp(date).ok()?;
    // Instants are whole milliseconds.
    Timestamp::from_millisecond(at.as_millisecond()).ok()
}

/// Why a wait is over, in words.
pub(super) fn over(waiting: &Waiting, person: &dyn Persona, program: &Program) -> String {
    let WaitingFor::Moment(until) = waiting.what else { return String::new() };
    match program.node(&waiting.activity).map(|(_, node)| &node.does) {
        Some(Does::Wait(Pause::For(duration))) => format!("waited {duration}"),
        Some(Does::Wait(Pause::Suiting(_))) => format!(
            "waited until {}, the hour that suits this person, by chance here",
            words::local(until, zone(person, program))
        ),
        _ => format!("waited until {}", words::local(until, zone(person, program))),
    }
}

/// The zone of waits and conditions for a person.
pub(super) fn zone<'a>(person: &'a dyn Persona, program: &'a Program) -> &'a jiff::tz::TimeZone {
    match person.zone() {
        Some(zone) if program.use_profile_zone => zone,
        _ => &program.zone,
    }
}
