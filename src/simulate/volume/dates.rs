//! Dates in what events say: they move as far as the event comes after the moment as of which its sample was written.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::journey::{Value, ValueType};
use crate::simulate::default_start;

/// Whether there is any date in what an event says, that of the record itself apart.
pub(super) fn has_dates(payload: &Value) -> bool {
    match payload {
        Value::Date(_) | Value::DateTimeOnly(_) | Value::DateTime(_) => true,
        Value::Text(text) => dated(text).is_some(),
        Value::List(items) => items.iter().any(has_dates),
        Value::Object(fields) => fields.iter().any(|(name, field)| name != TIMESTAMP && has_dates(field)),
        _ => false,
    }
}

/// The field in which a record says when it was made.
const TIMESTAMP: &str = "timestamp";

/// The moment as of which a sample was written.
pub(super) fn as_of(payload: &Value) -> Timestamp {
    match payload {
        Value::Object(fields) => match fields.get(TIMESTAMP) {
            Some(Value::DateTime(at)) => *at,
            Some(Value::Text(text)) => text.parse().unwrap_or_else(|_| default_start()),
            _ => default_start(),
        },
        _ => default_start(),
    }
}

/// Moves every date of a value as far as `to` is from `from`; days by whole ones, as they go by in UTC. A text that is
/// written as a date is one: JSON has no others.
pub(super) fn move_dates(value: &mut Value, from: Timestamp, to: Timestamp) {
    let by = SignedDuration::from_millis(to.as_millisecond() - from.as_millisecond());
    match value {
        Value::DateTime(at) => *at = at.checked_add(by).unwrap_or(*at),
        Value::DateTimeOnly(at) => *at = at.checked_add(by).unwrap_or(*at),
        Value::Date(day) => {
            let date = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
            *day = day.checked_add(date(to) - date(from)).unwrap_or(*day);
        }
        Value::Text(text) => {
            if let Some(mut date) = dated(text) {
                move_dates(&mut date, from, to);
                *text = date.text();
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| move_dates(item, from, to)),
        Value::Object(fields) => fields.values_mut().for_each(|field| move_dates(field, from, to)),
        _ => {}
    }
}

/// The date that a text is written as, with its hyphens: digits alone may be anything.
fn dated(text: &str) -> Option<Value> {
    let bytes = text.as_bytes();
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let kinds = [ValueType::DateTime, ValueType::DateTimeOnly, ValueType::DateOnly];
    let kinds = if bytes.len() == "2026-01-05".len() { kinds.get(2..) } else { kinds.get(..2) };
    kinds?.iter().find_map(|kind| Value::written(text, *kind))
}
