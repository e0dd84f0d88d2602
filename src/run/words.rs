//! Values and moments in plain words, for the reasons in a trace; and as JSON, for what is sent.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, civil};

use crate::journey::Value;

use super::steps::moment;

/// A value as people read it.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => "missing".to_owned(),
        Value::Text(text) => format!("“{}”", shortened(text)),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Date(date) => date.to_string(),
        Value::DateTimeOnly(date) => date.to_string(),
        Value::DateTime(at) => moment::text(*at),
        Value::Duration(ms) => SignedDuration::from_millis(*ms).to_string(),
        Value::List(items) if items.len() <= 3 && !items.iter().any(|item| matches!(item, Value::Object(_))) => {
            format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", "))
        }
        Value::List(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain("…".chars()).collect()
}

/// A moment on the wall clock of a zone: `2026-03-29 03:30 Europe/Stockholm`.
pub(super) fn local(at: Timestamp, zone: &TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    let format = if zoned.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    format!("{} {}", zoned.strftime(format), zone_name(zone))
}

/// What stands on the wall clock of a zone: `2026-03-29 03:30 Europe/Stockholm`.
pub(super) fn wall_clock(at: civil::DateTime, zone: &TimeZone) -> String {
    format!("{} {}", at.strftime("%Y-%m-%d %H:%M"), zone_name(zone))
}

/// The name of a zone.
pub(super) fn zone_name(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").to_owned()
}

/// A value as text inside a URL, a header or a query; nothing for what is missing.
pub(super) fn text(value: &Value) -> Option<String> {
    Some(match json(value) {
        serde_json::Value::Null => return None,
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    })
}

/// A value as JSON. Dates are ISO 8601 text.
pub fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Text(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Decimal(number) => (*number).into(),
        Value::Boolean(truth) => (*truth).into(),
        Value::Date(date) => date.to_string().into(),
        Value::DateTimeOnly(date) => date.to_string().into(),
        Value::DateTime(at) => moment::text(*at).into(),
        Value::Duration(ms) => SignedDuration::from_millis(*ms).to_string().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Object(fields) => {
            serde_json::Value::Object(fields.iter().map(|(name, value)| (name.clone(), json(value))).collect())
        }
    }
}
