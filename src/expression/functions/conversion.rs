//! Conversions, and how dates, durations and numbers are read and written as text ("Data types",
//! help/using/building-journeys/expression/data-types.md). What is malformed yields null, silently.

use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::expression::context::Context;
use crate::journey::Value;

use super::{Known, Outcome, at, mismatch};

pub(super) fn to_bool(arguments: &[Known], _: &dyn Context) -> Outcome {
    let value = match at(arguments, 0) {
        Value::Null => Value::Null,
        Value::Boolean(truth) => Value::Boolean(*truth),
        Value::Integer(number) => Value::Boolean(*number != 0),
        Value::Decimal(number) => Value::Boolean(*number != 0.0),
        Value::Text(text) => Value::Boolean(text == "true"),
        other => return Err(mismatch("toBool", "a number, a text or a boolean", other)),
    };
    Ok(value.into())
}

pub(super) fn to_date_only(arguments: &[Known], _: &dyn Context) -> Outcome {
    if arguments.len() == 3 {
        let (Value::Integer(year), Value::Integer(month), Value::Integer(day)) =
            (at(arguments, 0), at(arguments, 1), at(arguments, 2))
        else {
            return Ok(Known::default());
        };
        let date = i16::try_from(*year).ok().zip(i8::try_from(*month).ok()).zip(i8::try_from(*day).ok());
        let date = date.and_then(|((year, month), day)| Date::new(year, month, day).ok());
        return Ok(date.map_or(Value::Null, Value::Date).into());
    }
    let value = match at(arguments, 0) {
        Value::Null => Value::Null,
        Value::Date(date) => Value::Date(*date),
        Value::DateTimeOnly(moment) => Value::Date(moment.date()),
        Value::DateTime(instant) => Value::Date(civil(*instant, arguments.first()).date()),
        Value::Text(text) => pieces(text).map_or(Value::Null, |pieces| Value::Date(pieces.date())),
        other => return Err(mismatch("toDateOnly", "a date or a text", other)),
    };
    Ok(value.into())
}

pub(super) fn to_date_time(arguments: &[Known], _: &dyn Context) -> Outcome {
    if let Some(second) = arguments.get(1) {
        let moment = match &second.value {
            Value::Date(date) => Some(date.to_datetime(jiff::civil::Time::midnight())),
            Value::DateTimeOnly(moment) => Some(*moment),
            Value::Text(text) => pieces(text).map(|pieces| local(&pieces)),
            _ => None,
        };
        let zone = match at(arguments, 0) {
            Value::Text(name) => zone_named(name),
            _ => None,
        };
        let zoned = moment.zip(zone).and_then(|(moment, zone)| moment.to_zoned(zone).ok());
        return Ok(zoned.map_or_else(Known::default, |zoned| at_zone(zoned.timestamp(), zoned.time_zone().clone())));
    }
    match at(arguments, 0) {
        Value::Null => Ok(Known::default()),
        Value::DateTime(_) => Ok(arguments.first().cloned().unwrap_or_default()),
        Value::Integer(milliseconds) => {
            Ok(Timestamp::from_millisecond(*milliseconds).map_or(Value::Null, Value::DateTime).into())
        }
        Value::Text(text) => Ok(instant(text).map_or_else(Known::default, |(instant, zone)| at_zone(instant, zone))),
        other => Err(mismatch("toDateTime", "a text or milliseconds", other)),
    }
}

fn at_zone(instant: Timestamp, zone: TimeZone) -> Known {
    Known { value: Value::DateTime(whole_milliseconds(instant)), zone: Some(zone) }
}

pub(super) fn to_date_time_only(arguments: &[Known], _: &dyn Context) -> Outcome {
    let value = match at(arguments, 0) {
        Value::Null => Value::Null,
        Value::DateTimeOnly(moment) => Value::DateTimeOnly(*moment),
        Value::Date(date) => Value::DateTimeOnly(date.to_datetime(jiff::civil::Time::midnight())),
        Value::DateTime(instant) => Value::DateTimeOnly(civil(*instant, arguments.first())),
        Value::Text(text) => zoneless(text).map_or(Value::Null, Value::DateTimeOnly),
        other => return Err(mismatch("toDateTimeOnly", "a date-time or a text", other)),
    };
    Ok(value.into())
}

#[expect(clippy::cast_precision_loss, reason = "a decimal is a double: large integers lose digits")]
pub(super) fn to_decimal(arguments: &[Known], _: &dyn Context) -> Outcome {
    let value = match at(arguments, 0) {
        Value::Null => Value::Null,
        Value::Integer(number) => Value::Decimal(*number as f64),
        Value::Decimal(number) => Value::Decimal(*number),
        Value::Boolean(truth) => Value::Decimal(f64::from(u8::from(*truth))),
        Value::DateTime(instant) => Value::Decimal(instant.as_millisecond() as f64),
        Value::Text(text) => decimal(text).map_or(Value::Null, Value::Decimal),
        other => return Err(mismatch("toDecimal", "a number, a text or a boolean", other)),
    };
    Ok(value.into())
}

/// A finite decimal from digits, sign, point and exponent; not from words such as `inf`.
fn decimal(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse().ok().filter(|number: &f64| plain && number.is_finite())
}

pub(super) fn to_duration(arguments: &[Known], _: &dyn Context) -> Outcome {
    let value = match at(arguments, 0) {
        Value::Null => Value::Null,
        Value::Duration(milliseconds) | Value::Integer(milliseconds) => Value::Duration(*milliseconds),
        Value::Text(text) => parse_duration(text).map_or(Value::Null, Value::Duration),
        other => return Err(mismatch("toDuration", "a text or milliseconds", other)),
    };
    Ok(value.into())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "the range is looked at first")]
pub(super) fn to_integer(arguments: &[Known], _: &dyn Context) -> Outcome {
    let value = match at(arguments, 0) {
        Value::Null => Value::Null,
        Value::Integer(number) => Value::Integer(*number),
        Value::Boolean(truth) => Value::Integer(i64::from(*truth)),
        Value::DateTime(instant) => Value::Integer(instant.as_millisecond()),
        Value::Decimal(number) if *number >= i64::MIN as f64 && *number < i64::MAX as f64 => {
            Value::Integer(number.trunc() as i64)
        }
        Value::Decimal(_) => Value::Null,
        Value::Text(text) => text.parse().map_or(Value::Null, Value::Integer),
        other => return Err(mismatch("toInteger", "a number, a date-time, a text or a boolean", other)),
    };
    Ok(value.into())
}

pub(super) fn to_string(arguments: &[Known], _: &dyn Context) -> Outcome {
    let value = match at(arguments, 0) {
        Value::Null => Value::Null,
        other => Value::Text(display(other)),
    };
    Ok(value.into())
}

/// A value as text: what `+`, `toString` and messages show. Null shows as nothing, instants in UTC, durations
/// in ISO 8601.
pub fn display(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) if number.fract() == 0.0 => format!("{number:.1}"),
        Value::Decimal(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Date(date) => date.to_string(),
        Value::DateTimeOnly(moment) => moment.to_string(),
        Value::DateTime(instant) => instant.to_string(),
        Value::Duration(milliseconds) => duration_text(*milliseconds),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(display).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}: {}", display(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

/// The local date and time of an instant, in the zone that it carries or in UTC.
pub(super) fn civil(instant: Timestamp, known: Option<&Known>) -> DateTime {
    let zone = known.and_then(|known| known.zone.clone()).unwrap_or(TimeZone::UTC);
    zone.to_datetime(instant)
}

/// What `date("…")` means: a day, a zoneless date-time or an instant; null where it is none of them.
pub fn date_value(text: &str) -> Value {
    let Some(pieces) = pieces(text) else { return Value::Null };
    if pieces.offset().is_some() || pieces.time_zone_annotation().is_some() {
        return instant(text).map_or(Value::Null, |(instant, _)| Value::DateTime(whole_milliseconds(instant)));
    }
    match pieces.time() {
        Some(_) => Value::DateTimeOnly(local(&pieces)),
        None => Value::Date(pieces.date()),
    }
}

/// An instant and the zone in which its ISO 8601 text states it; `None` without offset and zone.
pub fn instant(text: &str) -> Option<(Timestamp, TimeZone)> {
    let pieces = pieces(text)?;
    let named = pieces.to_time_zone().ok().flatten();
    let (moment, zone) = match (pieces.offset(), named) {
        (Some(offset), zone) => {
            let offset = match offset {
                PiecesOffset::Numeric(numeric) => numeric.offset(),
                _ => Offset::UTC,
            };
            (offset.to_timestamp(local(&pieces)).ok()?, zone.unwrap_or_else(|| TimeZone::fixed(offset)))
        }
        (None, Some(zone)) => (zone.to_timestamp(local(&pieces)).ok()?, zone),
        (None, None) => return None,
    };
    Some((whole_milliseconds(moment), zone))
}

/// The date and time that stand in an ISO 8601 text, whatever offset follows; midnight where only a day stands there.
pub fn zoneless(text: &str) -> Option<DateTime> {
    pieces(text).map(|pieces| local(&pieces))
}

fn pieces(text: &str) -> Option<Pieces<'_>> {
    Pieces::parse(text).ok()
}

fn local(pieces: &Pieces<'_>) -> DateTime {
    let moment = pieces.date().to_datetime(pieces.time().unwrap_or_else(jiff::civil::Time::midnight));
    let millisecond = i32::from(moment.millisecond()) * 1_000_000;
    moment.with().subsec_nanosecond(millisecond).build().unwrap_or(moment)
}

/// The same instant, without what is smaller than a millisecond.
fn whole_milliseconds(instant: Timestamp) -> Timestamp {
    let floor = instant.as_nanosecond().div_euclid(1_000_000);
    i64::try_from(floor).ok().and_then(|floor| Timestamp::from_millisecond(floor).ok()).unwrap_or(instant)
}

/// A time zone by its IANA name (`Europe/Paris`) or offset (`+02:00`, `Z`).
pub fn zone_named(name: &str) -> Option<TimeZone> {
    if matches!(name, "Z" | "UTC" | "GMT") {
        return Some(TimeZone::UTC);
    }
    if name.starts_with(['+', '-']) {
        let text = format!("1970-01-01T00:00:00{name}");
        return instant(&text).map(|(_, zone)| zone);
    }
    jiff::tz::db().get(name).ok()
}

/// Milliseconds from `PnDTnHnMn.nS`; a day is 24 hours, there are no months, each number may have a sign.
pub fn parse_duration(text: &str) -> Option<i64> {
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let rest = rest.strip_prefix(['P', 'p'])?;
    let (days, clock) = match rest.find(['T', 't']) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    if clock.is_some_and(str::is_empty) || (clock.is_none() && days.is_empty()) {
        return None;
    }
    let mut total: i128 = 0;
    let mut left = days;
    section(&mut left, ['D', 'd'], 86_400_000, &mut total)?;
    if !left.is_empty() {
        return None;
    }
    let mut left = clock.unwrap_or("");
    section(&mut left, ['H', 'h'], 3_600_000, &mut total)?;
    section(&mut left, ['M', 'm'], 60_000, &mut total)?;
    section(&mut left, ['S', 's'], 1_000, &mut total)?;
    if !left.is_empty() {
        return None;
    }
    i64::try_from(if negative { -total } else { total }).ok()
}

/// Adds the section with this suffix, if it stands next. Only seconds have a fraction.
fn section(left: &mut &str, suffix: [char; 2], unit: i128, total: &mut i128) -> Option<()> {
    let Some(at) = left.find(|c: char| c.is_ascii_alphabetic()) else { return Some(()) };
    if !left[at..].starts_with(suffix) {
        return Some(());
    }
    let number = &left[..at];
    *left = &left[at + 1..];
    let (whole, fraction) = match number.split_once(['.', ',']) {
        Some((whole, fraction)) if unit == 1_000 => (whole, fraction),
        Some(_) => return None,
        None => (number, ""),
    };
    let amount = i128::from(whole.parse::<i64>().ok()?) * unit;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || fraction.len() > 9 {
        return None;
    }
    let thousandths: i128 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    *total += if whole.starts_with('-') { amount - thousandths } else { amount + thousandths };
    Some(())
}

/// A duration as ISO 8601 writes it, hours the largest unit: `PT1.52S`, `PT26H`, `PT-1M`.
pub fn duration_text(milliseconds: i64) -> String {
    if milliseconds == 0 {
        return "PT0S".to_owned();
    }
    let duration = SignedDuration::from_millis(milliseconds);
    let (hours, minutes) = (duration.as_hours(), duration.as_mins() % 60);
    let rest = milliseconds % 60_000;
    let mut text = "PT".to_owned();
    if hours != 0 {
        text.push_str(&format!("{hours}H"));
    }
    if minutes != 0 {
        text.push_str(&format!("{minutes}M"));
    }
    if rest != 0 {
        let sign = if rest < 0 { "-" } else { "" };
        let fraction = format!("{:03}", rest.unsigned_abs() % 1_000);
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        text.push_str(&format!("{sign}{}{point}{fraction}S", rest.unsigned_abs() / 1_000));
    }
    text
}
