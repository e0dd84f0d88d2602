//! What an expression can see while it is evaluated: the world comes in through here.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::journey::Value;

use super::evaluate::EvaluationError;

/// The world of one person at one step. What is not there is [`Value::Null`].
///
/// Paths are plain names, in order; a path that meets a list of objects goes on in each of them
/// ([`super::shape::select`] does that). Dates may be given as ISO 8601 text.
pub trait Context {
    /// The present moment, in milliseconds since 1970 UTC.
    fn now_ms(&self) -> i64;
    /// The time zone of the journey or of the person, for what has none of its own.
    fn zone(&self) -> TimeZone;
    /// A field of the latest event of this name; the whole payload where `path` is empty.
    fn event(&self, name: &str, path: &[&str]) -> Value;
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
    fn action(&self, name: &str, path: &[&str]) -> Value;
    /// Whether the person is in the audience of this name.
    fn in_audience(&self, name: &str) -> bool;
    /// A journey property.
    fn property(&self, name: &str) -> Value;
    /// The next chance number, at least 0 and below 1.
    fn random(&self) -> f64;
    /// The next unique identifier.
    fn uuid(&self) -> String;
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
