//! What an expression sees at one step of one person's run.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::expression::{Context, EvaluationError, QUALIFICATION_EVENT, shape};
use crate::journey::{ActivityId, EventId, Value};

use super::chance::Causes;
use super::formula::Text;
use super::plan::Node;
use super::state::Asked;
use super::words;
use super::{Need, Outcome, Payload, Persona, Program, State};

/// What an expression sees, and what it looked at.
pub(super) struct World<'a> {
    pub program: &'a Program,
    pub state: &'a State,
    pub person: &'a dyn Persona,
    pub now: Timestamp,
    pub node: &'a Node,
    pub visit: u64,
    /// What external sources answered so far on this visit.
    pub answered: &'a [Asked],
    /// Whether a message that is held until it suits the person has its hour.
    pub due: bool,
    /// Whether anybody wants to know why, in words.
    pub tells: bool,
    /// An event that has arrived and is not on the path yet.
    pub incoming: Option<(&'a EventId, &'a Payload)>,
    draws: Cell<u64>,
    missing: RefCell<Vec<Need>>,
    seen: RefCell<Vec<(String, Value)>>,
}

impl<'a> World<'a> {
    pub(super) fn new(
        program: &'a Program,
        state: &'a State,
        person: &'a dyn Persona,
        now: Timestamp,
        node: &'a Node,
    ) -> Self {
        let visit = state.visits.get(&node.id).copied().unwrap_or_default();
        Self {
            program,
            state,
            person,
            now,
            node,
            visit,
            answered: &[],
            due: false,
            tells: true,
            incoming: None,
            draws: Cell::new(0),
            missing: RefCell::default(),
            seen: RefCell::default(),
        }
    }

    /// The zone of waits and conditions: the person's own where the journey says so and there is one.
    pub(super) fn local_zone(&self) -> &TimeZone {
        match self.person.zone() {
            Some(zone) if self.program.use_profile_zone => zone,
            _ => &self.program.zone,
        }
    }

    /// The causes of chance at this step.
    pub(super) fn causes(&self) -> Causes<'_> {
        Causes {
            seed: self.state.seed,
            journey: &self.program.journey,
            profile: &self.state.profile,
            run: self.state.run,
            activity: &self.node.id,
            visit: self.visit,
        }
    }

    /// Hours until the time that suits the person, within so many. The platform learns it from what people opened; here
    /// chance stands in for that.
    pub(super) fn suiting_hours(&self, within: i64) -> i64 {
        // Far from the draws of expressions, which count from 0.
        const DRAW: u64 = u64::MAX;
        let within = u64::try_from(within).unwrap_or(0);
        i64::try_from(self.causes().below(DRAW, within.saturating_add(1))).unwrap_or(i64::MAX)
    }

    /// What sources must be asked before the step can be decided.
    pub(super) fn missing(&self) -> Vec<Need> {
        self.missing.borrow().clone()
    }

    /// What was looked at since the last call, in words: `cart.total is 129.9`; nothing twice.
    pub(super) fn seen(&self) -> Vec<String> {
        let mut parts: Vec<String> = Vec::new();
        for (name, value) in self.seen.take() {
            let part = format!("{name} is {}", words::plain(&value));
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts
    }

    fn note(&self, name: impl FnOnce() -> String, value: &Value) {
        if self.tells {
            self.seen.borrow_mut().push((name(), value.clone()));
        }
    }

    /// Words, where anybody wants them.
    pub(super) fn told(&self, words: impl FnOnce() -> String) -> String {
        if self.tells { words() } else { String::new() }
    }

    /// Whether a text has to be written: somebody reads it, or it may fail for this person.
    pub(super) fn needs(&self, text: &Text) -> bool {
        let is_external = |source: &str| self.program.sources.get(source).is_some_and(|plan| plan.external);
        self.tells || text.shows().is_none_or(|sources| sources.iter().any(|source| is_external(source)))
    }

    fn draw(&self) -> u64 {
        let draw = self.draws.get();
        self.draws.set(draw + 1);
        draw
    }

    fn external(
        &self,
        need: Need,
        names: (&str, &str),
        path: &[&str],
        fields: &[crate::journey::Field],
    ) -> Result<Value, EvaluationError> {
        let failed = |code: &str, reason: String| EvaluationError::Source {
            source_name: names.0.to_owned(),
            group: names.1.to_owned(),
            code: code.to_owned(),
            reason,
        };
        match self.answered.iter().find(|asked| asked.need == need).map(|asked| &asked.outcome) {
            Some(Some(outcome @ Outcome::Answered { body, .. })) if outcome.succeeded() => {
                let body = shape::value(body, fields).map_err(|error| failed("error", error.to_string()))?;
                Ok(shape::select(&body, path))
            }
            Some(Some(Outcome::Answered { status, .. })) => Err(failed(&status.to_string(), format!("http_{status}"))),
            Some(Some(Outcome::TimedOut)) => Err(failed("timedOut", "timedout".to_owned())),
            Some(Some(Outcome::Capped { because })) => Err(failed("capped", because.clone())),
            Some(Some(Outcome::Failed)) => Err(failed("error", "error".to_owned())),
            Some(Some(outcome @ (Outcome::Unreached { because } | Outcome::NoToken { because }))) => {
                Err(failed(&outcome.word(), because.clone()))
            }
            Some(Some(Outcome::Barred(obstacle))) => Err(failed(obstacle.word(), obstacle.because().to_owned())),
            Some(None) | None => {
                let mut missing = self.missing.borrow_mut();
                if !missing.contains(&need) {
                    missing.push(need);
                }
                Err(EvaluationError::NotFetched { source_name: names.0.to_owned(), group: names.1.to_owned() })
            }
        }
    }

    fn output(&self, step: Option<&ActivityId>, name: &str, path: &[&str]) -> Value {
        let output = step.and_then(|step| self.state.outputs.get(step));
        let value = output.map_or(Value::Null, |output| shape::select(output, path));
        self.note(|| format!("{name}.{}", path.join(".")), &value);
        value
    }

    fn qualification(&self, path: &[&str]) -> Value {
        let Some(last) = &self.state.qualification else { return Value::Null };
        match path {
            ["status"] => Value::Text(if last.entered { "realized" } else { "exited" }.to_owned()),
            ["lastQualificationTime"] => Value::DateTime(last.at),
            _ => Value::Null,
        }
    }
}

impl Context for World<'_> {
    fn now_ms(&self) -> i64 {
        self.now.as_millisecond()
    }

    fn zone(&self) -> TimeZone {
        self.local_zone().clone()
    }

    fn event(&self, name: &str, path: &[&str]) -> Value {
        let value = match self.program.event_names.get(name) {
            Some(id) => match self.incoming {
                Some((incoming, payload)) if incoming == id => payload.select(id, path, self.person),
                _ => self.state.events.get(id).map_or(Value::Null, |payload| payload.select(id, path, self.person)),
            },
            None if name == QUALIFICATION_EVENT => self.qualification(path),
            None => Value::Null,
        };
        self.note(|| format!("{name}.{}", path.join(".")), &value);
        value
    }

    fn source(
        &self,
        source: &str,
        group: &str,
        path: &[&str],
        params: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError> {
        let value = match self.program.sources.get(source) {
            Some(plan) if plan.external => {
                let need = Need {
                    activity: self.node.id.clone(),
                    visit: self.visit,
                    source: plan.id.clone(),
                    group: group.to_owned(),
                    params: params.clone(),
                };
                let fields = plan.groups.get(group).map_or(&[][..], Vec::as_slice);
                self.external(need, (source, group), path, fields)?
            }
            // Without an entry in the inventory the profile store is still there: it is the platform's own.
            Some(_) | None => self.person.attribute(path),
        };
        self.note(|| path.join("."), &value);
        Ok(value)
    }

    fn action(&self, name: &str, path: &[&str]) -> Value {
        let reply = self.program.actions.get(name).and_then(|replies| self.state.replies.get(&replies.id));
        let value = match (reply, path) {
            (None, _) => Value::Null,
            (Some(reply), ["jo_status_code"]) => Value::Text(reply.status.clone()),
            (Some(reply), ["errorResponse", rest @ ..]) if reply.failed => shape::select(&reply.body, rest),
            (Some(reply), rest) if !reply.failed => shape::select(&reply.body, rest),
            (Some(_), _) => Value::Null,
        };
        self.note(|| format!("{name}.{}", path.join(".")), &value);
        value
    }

    fn decision(&self, name: &str, path: &[&str]) -> Value {
        self.output(self.program.decisions.get(name), name, path)
    }

    fn dataset_lookup(&self, name: &str, path: &[&str]) -> Value {
        self.output(self.program.lookups.get(name), name, path)
    }

    fn in_audience(&self, name: &str) -> bool {
        let inside = self.program.audience_names.get(name).is_some_and(|id| self.person.is_in(id));
        self.note(|| format!("membership of “{name}”"), &Value::Boolean(inside));
        inside
    }

    fn property(&self, name: &str) -> Value {
        let value = self.journey_property(name);
        self.note(|| name.to_owned(), &value);
        value
    }

    fn supplemental_id(&self) -> Value {
        let value = self.state.supplemental.as_ref().map_or(Value::Null, |id| Value::Text(id.clone()));
        self.note(|| "the supplemental identifier".to_owned(), &value);
        value
    }

    fn random(&self) -> f64 {
        self.causes().unit(self.draw())
    }

    fn uuid(&self) -> String {
        let causes = self.causes();
        let (high, low) = (causes.bits(self.draw()), causes.bits(self.draw()));
        // Version 4 and variant 1 of RFC 9562.
        let high = (high & !0xf000) | 0x4000;
        let low = (low & (u64::MAX >> 2)) | (1 << 63);
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }
}

/// "Journey properties", help/using/building-journeys/expression/journey-properties.md.
impl World<'_> {
    fn journey_property(&self, name: &str) -> Value {
        let text = |text: &str| Value::Text(text.to_owned());
        let failure = self.state.failure.as_ref();
        let failed = || failure.and_then(|failure| self.program.node(&failure.activity)).map(|(_, node)| node);
        let previous = || self.state.previous.as_ref().and_then(|id| self.program.node(id)).map(|(_, node)| node);
        let program = self.program;
        match name {
            "journeyUID" | "journeyVersionUID" => text(program.journey.as_str()),
            "journeyVersionName" => text(&program.name),
            "journeyVersionDescription" => text(&program.description),
            "journeyVersion" => text("1.0"),
            "instanceUID" => Value::Text(format!("{}/{}/{}", self.state.journey, self.state.profile, self.state.run)),
            "externalKey" | "profileId" => text(self.state.profile.as_str()),
            "sandboxName" => text(&program.sandbox),
            "namespace" => program.namespace.as_deref().map_or(Value::Null, text),
            "currentNodeId" => text(self.node.id.as_str()),
            "currentNodeName" => text(&self.node.label),
            "previousNodeId" => previous().map_or(Value::Null, |node| text(node.id.as_str())),
            "previousNodeName" => previous().map_or(Value::Null, |node| text(&node.label)),
            "lastNodeUIDInError" => failed().map_or(Value::Null, |node| text(node.id.as_str())),
            "lastNodeNameInError" => failed().map_or(Value::Null, |node| text(&node.label)),
            "lastNodeTypeInError" => failed().map_or(Value::Null, |node| text(node.type_word())),
            "lastErrorCode" => failure.map_or(Value::Null, |failure| text(&failure.code)),
            "lastExecutedActionErrorCode" => {
                failure.filter(|failure| !failure.fetch).map_or(Value::Null, |failure| text(&failure.code))
            }
            "lastDataFetchErrorCode" => {
                failure.filter(|failure| failure.fetch).map_or(Value::Null, |failure| text(&failure.code))
            }
            "lastActionExecutionElapsedTime" => Value::Integer(self.state.last_call_ms),
            "lastDataFetchElapsedTime" => Value::Integer(self.state.last_fetch_ms),
            _ => Value::Null,
        }
    }
}
