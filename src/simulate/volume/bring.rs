//! What people's events say in a forecast: the event's sample as each of them would bring it, and what the population
//! draws of it.
//!
//! A sample was written as of one moment: that of its own `timestamp`, else the one at which a test run begins. All dates
//! in it move as far as the event comes after that, so that a stay that ends forty days after it was booked does so for
//! everybody who books, rather than on one day for all of them. What a scenario says stays as it is written.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::chance::{Cause, Dice};
use super::draw;
use super::people::holds;
use super::plan::Plan;
use crate::edit::new::PersonalSample;
use crate::expression::shape;
use crate::journey::{Coming, Event, EventId, PayloadDraw, Profile, Value, ValueType};
use crate::run::{Person, Program};
use crate::simulate::default_start;

/// The samples that were read, each once.
pub(super) struct Bringing<'a> {
    plan: &'a Plan<'a>,
    samples: BTreeMap<EventId, Sample<'a>>,
}

/// An event's sample: as people bring it, and as it stands.
struct Sample<'a> {
    personal: Option<PersonalSample<'a>>,
    payload: Value,
    /// When it was written; nothing where its dates stay.
    written: Option<Timestamp>,
    draws: Vec<Drawn<'a>>,
}

/// A field that is drawn.
struct Drawn<'a> {
    draw: &'a PayloadDraw,
    kind: Option<ValueType>,
    cause: Cause,
    missing: Cause,
}

/// Who brings an event, and when.
pub(super) struct Bringer {
    pub now: Timestamp,
    pub number: Option<u32>,
    /// As they are known then; nobody for a business event.
    pub profile: Option<Profile>,
}

impl<'a> Bringing<'a> {
    pub(super) fn of(plan: &'a Plan<'a>) -> Self {
        Self { plan, samples: BTreeMap::new() }
    }

    /// What the event says.
    pub(super) fn brought(&mut self, program: &Program, event: &EventId, bringer: &Bringer) -> Value {
        let plan = self.plan;
        let sample = self.samples.entry(event.clone()).or_insert_with(|| Sample::of(plan, program, event));
        let own = sample.personal.as_ref().zip(bringer.profile.as_ref());
        let own = own.and_then(|(sample, person)| sample.record_about(person));
        let mut payload = match own {
            Some(own) => program.payload_of(event, &own.into()),
            None => sample.payload.clone(),
        };
        if let Some(written) = sample.written {
            move_dates(&mut payload, written, bringer.now);
        }
        sample.draw(&mut payload, plan.seed, bringer);
        payload
    }
}

impl<'a> Sample<'a> {
    fn of(plan: &'a Plan<'a>, program: &Program, event: &EventId) -> Self {
        let inventory = &*plan.workspace.inventory;
        let known = inventory.get::<Event>(event);
        let payload = program.payload(event, "");
        let written = plan.scenario.is_none().then(|| as_of(&payload));
        let fields = known.map(|event| shape::event_fields(inventory, event)).unwrap_or_default();
        let draws = plan.population.payloads.iter().filter(|draw| &draw.event == event).map(|draw| Drawn {
            draw,
            kind: fields.iter().find(|field| field.path == draw.field).map(|field| field.kind),
            cause: Cause::of(&format!("{event} {}", draw.field)),
            missing: Cause::of(&format!("{event} {} is missing", draw.field)),
        });
        let draws = draws.collect();
        Self { personal: known.map(|event| PersonalSample::of(inventory, event)), payload, written, draws }
    }

    /// What the population draws: by who brings it and when, whatever else is drawn.
    fn draw(&self, payload: &mut Value, seed: u64, bringer: &Bringer) {
        let asks = self.draws.iter().any(|drawn| !drawn.draw.given.is_empty());
        let attributes = bringer.profile.as_ref().filter(|_| asks).map(|profile| Person::of(profile).attributes);
        let attributes = attributes.unwrap_or_default();
        let number = bringer.number.map_or(u64::MAX, u64::from);
        let dice = |cause| Dice::new(seed, number, cause).nth(bringer.now.as_millisecond().cast_unsigned());
        let mut done: Vec<&str> = Vec::new();
        for Drawn { draw, kind, cause, missing } in &self.draws {
            if done.contains(&draw.field.as_str()) || !holds(&attributes, &draw.given) {
                continue;
            }
            done.push(&draw.field);
            let value = match dice(*missing).falls(0, draw.missing) {
                true => Value::Null,
                false => said(draw::value(&draw.draw, bringer.now, dice(*cause)), *kind),
            };
            payload.put(&draw.field, value);
        }
    }
}

/// A moment as a field without a zone says it, which is UTC's.
fn said(value: Value, kind: Option<ValueType>) -> Value {
    match (value, kind) {
        (Value::DateTime(at), Some(ValueType::DateTimeOnly)) => {
            Value::DateTimeOnly(at.to_zoned(TimeZone::UTC).datetime())
        }
        (Value::DateTime(at), Some(ValueType::DateOnly)) => Value::Date(at.to_zoned(TimeZone::UTC).date()),
        (value, _) => value,
    }
}

/// What is assumed of dates that events say and the population does not: which events' move, and from where.
pub(super) fn assumption(plan: &Plan<'_>) -> Option<String> {
    let (inventory, population) = (&*plan.workspace.inventory, &*plan.population);
    let coming = population.arrivals.iter().filter_map(|arrivals| match &arrivals.what {
        Coming::Event(event) | Coming::Business(event) => Some(event),
        _ => None,
    });
    let events: BTreeSet<&EventId> = coming.chain(population.follow_ups.iter().map(|it| &it.event)).collect();
    let dated = events.into_iter().filter_map(|id| {
        let event = inventory.get::<Event>(id)?;
        let mut payload = shape::value(&event.sample, &shape::event_fields(inventory, event)).ok()?;
        for draw in population.payloads.iter().filter(|draw| &draw.event == id && draw.given.is_empty()) {
            payload.put(&draw.field, Value::Null);
        }
        has_dates(&payload).then(|| format!("“{}”", event.name))
    });
    let dated: Vec<String> = dated.collect();
    (!dated.is_empty()).then(|| {
        format!(
            "Dates move with the event that says them ({}): its sample is taken to be of the moment that its own \
             timestamp names, else of {}.",
            dated.join(", "),
            default_start().strftime("%-d %B %Y, %H:%M UTC")
        )
    })
}

/// Whether there is any date in what an event says, that of the record itself apart.
fn has_dates(payload: &Value) -> bool {
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
fn as_of(payload: &Value) -> Timestamp {
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
fn move_dates(value: &mut Value, from: Timestamp, to: Timestamp) {
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
