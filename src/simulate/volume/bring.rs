//! What people's events say in a forecast: the event's sample as each of them would bring it, and what the population
//! draws of it.
//!
//! A sample was written as of one moment: that of its own `timestamp`, else the one at which a test run begins. All dates
//! in it move as far as the event comes after that, so that a stay that ends forty days after it was booked does so for
//! everybody who books, rather than on one day for all of them. What a scenario says stays as it is written.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::chance::{Cause, Dice};
use super::dates::{as_of, has_dates, move_dates};
use super::draw;
use super::person::{Overlap, Person};
use super::plan::Plan;
use crate::edit::new::{Origin, OwnField, PersonalSample};
use crate::expression::shape;
use crate::journey::{Coming, Event, EventId, Field, Kind, PayloadDraw, Profile, Value, ValueType, What, Workspace};
use crate::run::Persona;
use crate::simulate::default_start;

/// The samples of events that come.
pub(super) struct Bringing<'a> {
    plan: &'a Plan<'a>,
    samples: BTreeMap<EventId, Sample<'a>>,
    /// Every attribute that anybody has at the start, in the order of their paths.
    attributes: Vec<String>,
}

/// An event's sample: as people bring it, and as it stands.
struct Sample<'a> {
    personal: Option<PersonalSample<'a>>,
    fields: Vec<Field>,
    payload: Value,
    /// When it was written; nothing where its dates stay.
    written: Option<Timestamp>,
    draws: Vec<Drawn<'a>>,
    /// What each brings differently; nothing where it has to be made whole.
    own: Option<Vec<OwnField<'a>>>,
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
        let coming = plan.population.arrivals.iter().filter_map(|arrivals| match &arrivals.what {
            Coming::Event(event) | Coming::Business(event) => Some(event),
            _ => None,
        });
        let happening = plan.happenings().iter().filter_map(|happening| match &happening.what {
            What::Event { event, .. } => Some(event),
            _ => None,
        });
        let events = coming.chain(plan.population.follow_ups.iter().map(|it| &it.event)).chain(happening);
        let attributes = plan.people.attributes().unwrap_or_default();
        let samples = events.map(|event| (event.clone(), Sample::of(plan, event, &attributes)));
        Self { plan, samples: samples.collect(), attributes }
    }

    /// What the event says.
    pub(super) fn brought(&self, event: &EventId, bringer: &Bringer) -> Value {
        let Some(sample) = self.samples.get(event) else { return Value::Null };
        let own = sample.personal.as_ref().zip(bringer.profile.as_ref());
        let own = own.and_then(|(sample, person)| sample.record_about(person));
        let mut payload = match own {
            Some(own) => shape::typed(&own.into(), &sample.fields),
            None => sample.payload.clone(),
        };
        if let Some(written) = sample.written {
            move_dates(&mut payload, written, bringer.now);
        }
        sample.draw(&mut payload, self.plan.seed, bringer);
        payload
    }

    /// Whether what people bring may be asked of them field by field, once somebody reads it: nothing that changes
    /// meanwhile is part of it.
    pub(super) fn is_asked_later(&self, event: &EventId) -> bool {
        self.samples.get(event).is_some_and(|sample| sample.own.is_some())
    }

    /// What a person said at a path by the event that they brought at this moment, where it was left at that.
    pub(super) fn said(&self, event: &EventId, at: Timestamp, person: &Person<'_>, path: &[&str]) -> Value {
        let Some(sample) = self.samples.get(event) else { return Value::Null };
        sample.said(self, at, person, path).unwrap_or_else(|| {
            let profile = Some(person.whole().profile());
            let whole = self.brought(event, &Bringer { now: at, number: Some(person.number()), profile });
            shape::select(&whole, path)
        })
    }

    /// What somebody finds there; nothing where they have nothing.
    fn found(&self, origin: &Origin<'_>, person: &Person<'_>) -> Option<String> {
        match origin {
            Origin::Identity(namespace) => person.identity(namespace).filter(|identity| !identity.is_empty()),
            Origin::Attribute(place) => {
                let path: Vec<&str> = self.attributes.get(*place)?.split('.').collect();
                match person.attribute(&path) {
                    Value::Text(text) if !text.is_empty() => Some(text),
                    _ => None,
                }
            }
            Origin::Name(part) => part.called(person.id().as_str()),
        }
    }
}

impl<'a> Sample<'a> {
    fn of(plan: &'a Plan<'a>, event: &EventId, attributes: &[String]) -> Self {
        let inventory = &*plan.workspace.inventory;
        let known = inventory.get::<Event>(event);
        let fields = known.map(|event| shape::event_fields(inventory, event)).unwrap_or_default();
        let payload = known.and_then(|event| shape::value(&event.sample, &fields).ok()).unwrap_or_default();
        let written = plan.scenario.is_none().then(|| as_of(&payload));
        let draws = plan.population.payloads.iter().filter(|draw| &draw.event == event).map(|draw| Drawn {
            draw,
            kind: fields.iter().find(|field| field.path == draw.field).map(|field| field.kind),
            cause: Cause::of(&format!("{event} {}", draw.field)),
            missing: Cause::of(&format!("{event} {} is missing", draw.field)),
        });
        let draws = draws.collect();
        let personal = known.map(|event| PersonalSample::of(inventory, event));
        let mut sample = Self { personal, fields, payload, written, draws, own: None };
        sample.own = sample.own_fields(plan, attributes);
        sample
    }

    /// What each brings differently, where it stays as it was when they brought it: no journey writes what it is taken
    /// from, nor what its draws presume.
    fn own_fields(&self, plan: &Plan<'_>, attributes: &[String]) -> Option<Vec<OwnField<'a>>> {
        let personal = self.personal.as_ref().filter(|_| plan.people.attributes().is_some())?;
        let given: Vec<&str> = self.draws.iter().flat_map(|it| &it.draw.given).map(|it| it.field.as_str()).collect();
        let meets = |field: &str| {
            let path: Vec<&str> = field.split('.').collect();
            given.iter().any(|given| Overlap::of(given.split('.'), &path) != Overlap::None)
        };
        let is_written = |field: &str| personal.takes(field) || meets(field);
        let paths: Vec<&str> = attributes.iter().map(String::as_str).collect();
        personal.own_fields(&paths).filter(|_| !written(plan.workspace).any(is_written))
    }

    /// What a person said at a path, where one field of it, or none, is theirs or drawn.
    fn said(&self, all: &Bringing<'_>, at: Timestamp, person: &Person<'_>, path: &[&str]) -> Option<Value> {
        for (place, Drawn { draw, .. }) in self.draws.iter().enumerate().rev() {
            match Overlap::of(draw.field.split('.'), path) {
                Overlap::None => {}
                _ if !self.is_drawn(place, person) => {}
                Overlap::Holds(rest) => {
                    let value = self.drawn(place, all.plan.seed, Some(person.number()), at);
                    return Some(shape::select(&value, rest));
                }
                Overlap::Within => return None,
            }
        }
        let mut value = None;
        for field in self.own.as_ref()? {
            match Overlap::of(field.path.split('.'), path) {
                Overlap::None => {}
                Overlap::Holds([]) => {
                    let own = field.origins.iter().find_map(|origin| all.found(origin, person));
                    value = match own {
                        Some(own) => Some(Value::Text(own)),
                        None if field.is_somebodys => return Some(Value::Null),
                        None => None,
                    };
                    break;
                }
                _ => return None,
            }
        }
        let mut value = value.unwrap_or_else(|| shape::select(&self.payload, path));
        if let Some(written) = self.written {
            move_dates(&mut value, written, at);
        }
        Some(value)
    }

    /// Whether this draw holds: the first for its field of which everything that it presumes holds.
    fn is_drawn(&self, place: usize, person: &dyn Persona) -> bool {
        let holds = |draw: &PayloadDraw| {
            draw.given.iter().all(|given| {
                let path: Vec<&str> = given.field.split('.').collect();
                person.attribute(&path) == given.is
            })
        };
        let draws = || self.draws.iter().map(|drawn| drawn.draw).enumerate();
        let Some((_, draw)) = draws().nth(place) else { return false };
        holds(draw) && !draws().take(place).any(|(_, earlier)| earlier.field == draw.field && holds(earlier))
    }

    /// What is drawn for this field: by who brings it and when, whatever else is drawn.
    fn drawn(&self, place: usize, seed: u64, number: Option<u32>, at: Timestamp) -> Value {
        let Some(Drawn { draw, kind, cause, missing }) = self.draws.get(place) else { return Value::Null };
        let number = number.map_or(u64::MAX, u64::from);
        let dice = |cause| Dice::new(seed, number, cause).nth(at.as_millisecond().cast_unsigned());
        match dice(*missing).falls(0, draw.missing) {
            true => Value::Null,
            false => said(draw::value(&draw.draw, at, dice(*cause)), *kind),
        }
    }

    /// Draws what the population draws of a whole record.
    fn draw(&self, payload: &mut Value, seed: u64, bringer: &Bringer) {
        if self.draws.is_empty() {
            return;
        }
        let nobody = Profile::default();
        let person = crate::run::Person::of(bringer.profile.as_ref().unwrap_or(&nobody));
        for (place, Drawn { draw, .. }) in
            self.draws.iter().enumerate().filter(|(place, _)| self.is_drawn(*place, &person))
        {
            payload.put(&draw.field, self.drawn(place, seed, bringer.number, bringer.now));
        }
    }
}

/// Attributes that journeys write.
fn written(workspace: &Workspace) -> impl Iterator<Item = &str> {
    let activities = workspace.journeys.values().flat_map(|journey| &journey.activities);
    let updates = activities.filter_map(|activity| match &activity.kind {
        Kind::UpdateProfile(update) => Some(&update.fields),
        _ => None,
    });
    updates.flatten().map(|update| update.field.as_str())
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
