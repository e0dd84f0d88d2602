//! What is asked of another system, as the rules of its answers see it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};

use crate::expression::{Context, EvaluationError, shape};
use crate::journey::{ActivityId, Audience, Inventory, ProfileId, Value};
use crate::run::{Effect, Person, value_json};

/// What stands for it among events.
const REQUEST: &str = "request";

/// A question, and for whom it is asked.
pub(super) struct Question<'a> {
    effect: &'a Effect,
    person: &'a Person,
    inventory: &'a Inventory,
    now: Timestamp,
}

impl<'a> Question<'a> {
    pub(super) fn new(effect: &'a Effect, person: &'a Person, inventory: &'a Inventory, now: Timestamp) -> Self {
        Self { effect, person, inventory, now }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    pub(super) fn profile(&self) -> &ProfileId {
        &self.person.id
    }

    /// Where in the journey it is asked, and on which visit.
    pub(super) fn place(&self) -> Option<(&'a ActivityId, u64)> {
        self.effect.asks()
    }

    fn asked(&self) -> Json {
        match self.effect {
            Effect::Call { request, .. } => json!({
                "method": request.method,
                "url": request.url,
                "headers": request.headers,
                "body": request.body,
            }),
            Effect::Fetch { need, .. } => {
                let params: Map<String, Json> =
                    need.params.iter().map(|(name, value)| (name.clone(), value_json(value))).collect();
                json!({"group": need.group, "params": params})
            }
            Effect::Send { letter, .. } => json!({
                "channel": letter.channel,
                "to": letter.to,
                "subject": letter.subject,
                "body": letter.body,
            }),
            _ => Json::Null,
        }
    }
}

impl Context for Question<'_> {
    fn now_ms(&self) -> i64 {
        self.now.as_millisecond()
    }

    fn zone(&self) -> TimeZone {
        self.person.zone.clone().unwrap_or(TimeZone::UTC)
    }

    fn event(&self, name: &str, path: &[&str]) -> Value {
        if name == REQUEST { shape::select(&shape::typed(&self.asked(), &[]), path) } else { Value::Null }
    }

    fn source(
        &self,
        _source: &str,
        _group: &str,
        path: &[&str],
        _params: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError> {
        Ok(shape::select(&self.person.attributes, path))
    }

    fn action(&self, _name: &str, _path: &[&str]) -> Value {
        Value::Null
    }

    fn in_audience(&self, name: &str) -> bool {
        let is_meant = |audience: &&Audience| audience.name == name;
        let audience = self.inventory.audiences.iter().find(is_meant);
        audience.is_some_and(|audience| self.person.audiences.contains(&audience.id))
    }

    fn property(&self, _name: &str) -> Value {
        Value::Null
    }

    /// Rules decide; what is left to chance is said as a share.
    fn random(&self) -> f64 {
        0.0
    }

    fn uuid(&self) -> String {
        String::new()
    }
}
