//! A world of nothing but chosen values, in which parts of conditions are tried out by the evaluator itself.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::expression::{Context, EvaluationError, Expr, evaluate, shape};
use crate::journey::Value;

use super::term::Key;

/// Chosen values; everything else is nothing.
pub(super) struct Probe<'a> {
    pub values: &'a BTreeMap<Key, Value>,
    pub now: Timestamp,
    pub zone: TimeZone,
}

/// What a condition says: no, yes, or nothing since it fails.
pub(super) const NO: u16 = 0;
pub(super) const YES: u16 = 1;
pub(super) const FAILS: u16 = 2;

impl Probe<'_> {
    /// What the part says; `None` where it is no yes and no no.
    pub(super) fn says(&self, expr: &Expr) -> Option<u16> {
        match evaluate(expr, self) {
            Ok(Value::Boolean(true)) => Some(YES),
            Ok(Value::Boolean(false) | Value::Null) => Some(NO),
            Ok(_) => None,
            Err(_) => Some(FAILS),
        }
    }

    fn find(&self, is_it: impl Fn(&Key) -> bool) -> Value {
        self.values.iter().find(|(key, _)| is_it(key)).map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

impl Context for Probe<'_> {
    fn now_ms(&self) -> i64 {
        self.now.as_millisecond()
    }

    fn zone(&self) -> TimeZone {
        self.zone.clone()
    }

    fn event(&self, name: &str, path: &[&str]) -> Value {
        let wanted = path.join(".");
        self.find(|key| matches!(key, Key::Event { event, path } if event == name && *path == wanted))
    }

    fn source(
        &self,
        name: &str,
        group: &str,
        path: &[&str],
        _params: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError> {
        let wanted = path.join(".");
        let own = shape::profile_path(name, path).join(".");
        Ok(self.find(|key| match key {
            Key::Profile(path) => *path == own,
            Key::External { question, path } => question.source == name && question.group == group && *path == wanted,
            _ => false,
        }))
    }

    fn action(&self, name: &str, path: &[&str]) -> Value {
        let wanted = path.join(".");
        self.find(|key| matches!(key, Key::Reply { action, path } if action == name && *path == wanted))
    }

    fn in_audience(&self, name: &str) -> bool {
        self.find(|key| matches!(key, Key::Audience(audience) if audience == name)) == Value::Boolean(true)
    }
}
