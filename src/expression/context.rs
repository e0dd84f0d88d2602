//! What an expression can see while it is evaluated: the world comes in through here.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::journey::Value;

use super::evaluate::EvaluationError;

/// The world of one person at one step. What is not there is [`Value::Null`]; whoever has only part of a world says
/// that part, and nothing is left to chance there.
///
/// Paths are plain names, in order; a path that meets a list of objects goes on in each of them
/// ([`super::shape::select`] does that). Dates may be given as ISO 8601 text.
pub trait Context {
    /// The present moment, in milliseconds since 1970 UTC.
    fn now_ms(&self) -> i64;
    /// The time zone of the journey or of the person, for what has none of its own.
    fn zone(&self) -> TimeZone;
    /// A field of the latest event of this name; the whole payload where `path` is empty.
    fn event(&self, _name: &str, _path: &[&str]) -> Value {
        Value::Null
    }
    /// A field of a data source's field group.
    ///
    /// # Errors
    /// [`EvaluationError::Source`] where an external source failed; [`EvaluationError::NotFetched`] where it
    /// has to be asked first.
    fn source(
        &self,
        source: &str,
        group: &str,
        path: &[&str],
        params: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError>;
    /// A field of the latest reply of this action; `jo_status_code` and `errorResponse` included.
    fn action(&self, _name: &str, _path: &[&str]) -> Value {
        Value::Null
    }
    /// Whether the person is in the audience of this name.
    fn in_audience(&self, name: &str) -> bool;
    /// A journey property.
    fn property(&self, _name: &str) -> Value {
        Value::Null
    }
    /// The next chance number, at least 0 and below 1.
    fn random(&self) -> f64 {
        0.0
    }
    /// The next unique identifier.
    fn uuid(&self) -> String {
        "00000000-0000-4000-8000-000000000000".to_owned()
    }
    /// A field of a content decision.
    fn decision(&self, _name: &str, _path: &[&str]) -> Value {
        Value::Null
    }
    /// A field of a dataset lookup.
    fn dataset_lookup(&self, _name: &str, _path: &[&str]) -> Value {
        Value::Null
    }
    /// The supplemental identifier of this run.
    fn supplemental_id(&self) -> Value {
        Value::Null
    }
}
