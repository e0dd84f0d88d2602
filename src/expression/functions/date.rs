//! The present moment, windows around it, parts of dates, chance. An instant is read in the zone that it
//! carries, else in UTC; days are 24 hours long in windows, calendar days everywhere else.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Zoned};

use crate::expression::context::Context;
use crate::expression::evaluate::EvaluationError;
use crate::journey::Value;

use super::{Known, Outcome, at, instant, mismatch, zone_named};

fn present(context: &dyn Context) -> Timestamp {
    Timestamp::from_millisecond(context.now_ms()).unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(super) fn current_time_in_millis(_: &[Known], context: &dyn Context) -> Outcome {
    Ok(Value::Integer(context.now_ms()).into())
}

pub(super) fn random(_: &[Known], context: &dyn Context) -> Outcome {
    Ok(Value::Decimal(context.random()).into())
}

pub(super) fn uuid(_: &[Known], context: &dyn Context) -> Outcome {
    Ok(Value::Text(context.uuid()).into())
}

/// The zone that an argument names; `None` where there is no such argument.
fn zone(name: &str, argument: Option<&Known>) -> Result<Option<TimeZone>, EvaluationError> {
    match argument.map(|known| &known.value) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Text(text)) => match zone_named(text) {
            Some(zone) => Ok(Some(zone)),
            None => Err(EvaluationError::Mismatch(format!("{name}: there is no time zone '{text}'"))),
        },
        Some(other) => Err(mismatch(name, "the name of a time zone", other)),
    }
}

pub(super) fn now(arguments: &[Known], context: &dyn Context) -> Outcome {
    let zone = zone("now", arguments.first())?;
    Ok(Known { value: Value::DateTime(present(context)), zone })
}

pub(super) fn now_with_delta(arguments: &[Known], context: &dyn Context) -> Outcome {
    let zone = zone("nowWithDelta", arguments.get(2))?;
    let (Value::Integer(delta), Value::Text(part)) = (at(arguments, 0), at(arguments, 1)) else {
        return Ok(Known::default());
    };
    let Some(span) = span(*delta, part)? else { return Ok(Known::default()) };
    let start = present(context).to_zoned(zone.clone().unwrap_or(TimeZone::UTC));
    let moved = start.checked_add(span).map_or(Value::Null, |moved| Value::DateTime(moved.timestamp()));
    Ok(Known { value: moved, zone })
}

/// So much of a part of dates; `None` where that is more than the calendar has.
fn span(amount: i64, part: &str) -> Result<Option<Span>, EvaluationError> {
    let empty = Span::new();
    let span = match part {
        "years" => empty.try_years(amount),
        "months" => empty.try_months(amount),
        "days" => empty.try_days(amount),
        "hours" => empty.try_hours(amount),
        "minutes" => empty.try_minutes(amount),
        "seconds" => empty.try_seconds(amount),
        other => {
            let parts = "years, months, days, hours, minutes or seconds";
            return Err(EvaluationError::Mismatch(format!("'{other}' is no part of a date: use {parts}")));
        }
    };
    Ok(span.ok())
}

/// Whether an instant lies between now and `sign` times so many of a unit.
fn near(name: &str, arguments: &[Known], context: &dyn Context, sign: i64, part: &str) -> Outcome {
    let moment = match at(arguments, 0) {
        Value::Null => return Ok(Value::Boolean(false).into()),
        Value::DateTime(moment) => *moment,
        Value::Text(text) => match instant(text) {
            Some((moment, _)) => moment,
            None => return Ok(Value::Boolean(false).into()),
        },
        other => return Err(mismatch(name, "a date-time", other)),
    };
    let amount = match at(arguments, 1) {
        Value::Null => return Ok(Value::Boolean(false).into()),
        Value::Integer(amount) => amount.saturating_mul(sign),
        other => return Err(mismatch(name, "an integer", other)),
    };
    let now = present(context);
    let edge = span(amount, part)?.and_then(|span| now.to_zoned(TimeZone::UTC).checked_add(span).ok());
    let beyond = if amount < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let edge = edge.map_or(beyond, |edge| edge.timestamp());
    let inside = if sign < 0 { edge <= moment && moment <= now } else { now <= moment && moment <= edge };
    Ok(Value::Boolean(inside).into())
}

macro_rules! windows {
    ($($function:ident $name:literal $sign:literal $part:literal),* $(,)?) => {$(
        pub(super) fn $function(arguments: &[Known], context: &dyn Context) -> Outcome {
            near($name, arguments, context, $sign, $part)
        }
    )*};
}

windows! {
    in_last_hours "inLastHours" -1 "hours",
    in_last_days "inLastDays" -1 "days",
    in_last_months "inLastMonths" -1 "months",
    in_last_years "inLastYears" -1 "years",
    in_next_hours "inNextHours" 1 "hours",
    in_next_days "inNextDays" 1 "days",
    in_next_months "inNextMonths" 1 "months",
    in_next_years "inNextYears" 1 "years",
}

pub(super) fn set_hours(arguments: &[Known], _: &dyn Context) -> Outcome {
    let set = |zoned: Zoned, hour| zoned.with().hour(hour).build().ok();
    set_part("setHours", arguments, set, |moment, hour| moment.with().hour(hour).build().ok())
}

pub(super) fn set_days(arguments: &[Known], _: &dyn Context) -> Outcome {
    let set = |zoned: Zoned, day| zoned.with().day(day).build().ok();
    set_part("setDays", arguments, set, |moment, day| moment.with().day(day).build().ok())
}

/// Another hour or day; null where the calendar has none, such as a 31st of February.
fn set_part(
    name: &str,
    arguments: &[Known],
    in_zone: impl Fn(Zoned, i8) -> Option<Zoned>,
    without_zone: impl Fn(jiff::civil::DateTime, i8) -> Option<jiff::civil::DateTime>,
) -> Outcome {
    let part = match at(arguments, 1) {
        Value::Null => return Ok(Known::default()),
        Value::Integer(part) => match i8::try_from(*part) {
            Ok(part) => part,
            Err(_) => return Ok(Known::default()),
        },
        other => return Err(mismatch(name, "an integer", other)),
    };
    let zone = arguments.first().and_then(|known| known.zone.clone());
    match at(arguments, 0) {
        Value::Null => Ok(Known::default()),
        Value::DateTimeOnly(moment) => Ok(without_zone(*moment, part).map_or(Value::Null, Value::DateTimeOnly).into()),
        Value::DateTime(moment) => {
            let zoned = in_zone(moment.to_zoned(zone.clone().unwrap_or(TimeZone::UTC)), part);
            Ok(Known { value: zoned.map_or(Value::Null, |zoned| Value::DateTime(zoned.timestamp())), zone })
        }
        Value::Text(text) => match instant(text) {
            Some((moment, zone)) => {
                let zoned = in_zone(moment.to_zoned(zone.clone()), part);
                let value = zoned.map_or(Value::Null, |zoned| Value::DateTime(zoned.timestamp()));
                Ok(Known { value, zone: Some(zone) })
            }
            None => Ok(Known::default()),
        },
        other => Err(mismatch(name, "a date-time", other)),
    }
}

pub(super) fn update_time_zone(arguments: &[Known], _: &dyn Context) -> Outcome {
    let zone = zone("updateTimeZone", arguments.get(1))?;
    match at(arguments, 0) {
        Value::Null => Ok(Known::default()),
        Value::DateTime(moment) => Ok(Known { value: Value::DateTime(*moment), zone }),
        Value::Text(text) => {
            let moment = instant(text).map_or(Value::Null, |(moment, _)| Value::DateTime(moment));
            Ok(Known { value: moment, zone })
        }
        other => Err(mismatch("updateTimeZone", "a date-time", other)),
    }
}
