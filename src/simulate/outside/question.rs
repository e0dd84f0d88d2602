//! What is asked of another system, as the rules of its answers see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};

use crate::expression::{Context, EvaluationError, Expr, parse, shape};
use crate::journey::{ActivityId, Audience, Expression, Inventory, ProfileId, Value};
use crate::run::{Effect, Letter, Persona, value_json};

/// What stands for it among events.
const REQUEST: &str = "request";

/// A question, and for whom it is asked.
pub(super) struct Question<'a> {
    asked: Asked<'a>,
    person: &'a dyn Persona,
    inventory: &'a Inventory,
    now: Timestamp,
}

enum Asked<'a> {
    Somebody(&'a Effect),
    /// Whoever got a message is asked what they do with it; nothing is kept of its texts where nobody reads them.
    Reader(&'a Letter),
}

/// Reads a rule; none where it is empty.
///
/// # Errors
/// Why it is no expression, in plain words.
pub(in crate::simulate) fn rule(text: &Expression) -> Result<Option<Arc<Expr>>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let parsed = parse(text.as_str());
    if parsed.sound().is_some() {
        return Ok(parsed.tree);
    }
    let why = parsed.errors.first().map(|problem| problem.message.as_str()).unwrap_or_default();
    Err(format!("{} is no rule: {why}", text.as_str()))
}

impl<'a> Question<'a> {
    pub(super) fn new(effect: &'a Effect, person: &'a dyn Persona, inventory: &'a Inventory, now: Timestamp) -> Self {
        Self { asked: Asked::Somebody(effect), person, inventory, now }
    }

    /// What somebody does who got this.
    pub(super) fn of_reader(
        letter: &'a Letter,
        person: &'a dyn Persona,
        inventory: &'a Inventory,
        now: Timestamp,
    ) -> Self {
        Self { asked: Asked::Reader(letter), person, inventory, now }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    pub(super) fn profile(&self) -> &ProfileId {
        self.person.id()
    }

    /// Where in the journey it is asked, and on which visit.
    pub(super) fn place(&self) -> Option<(&'a ActivityId, u64)> {
        match self.asked {
            Asked::Somebody(effect) => effect.asks(),
            Asked::Reader(_) => None,
        }
    }

    fn asked(&self) -> Json {
        let effect = match self.asked {
            Asked::Somebody(effect) => effect,
            Asked::Reader(letter) => return json!({"channel": letter.channel, "to": letter.to}),
        };
        match effect {
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

/// Rules decide; what is left to chance is said as a share.
impl Context for Question<'_> {
    fn now_ms(&self) -> i64 {
        self.now.as_millisecond()
    }

    fn zone(&self) -> TimeZone {
        self.person.zone().cloned().unwrap_or(TimeZone::UTC)
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
        Ok(self.person.attribute(path))
    }

    fn in_audience(&self, name: &str) -> bool {
        let is_meant = |audience: &&Audience| audience.name == name;
        let audience = self.inventory.audiences.iter().find(is_meant);
        audience.is_some_and(|audience| self.person.is_in(&audience.id))
    }
}
