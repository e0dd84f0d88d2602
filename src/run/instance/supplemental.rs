//! Supplemental identifiers: how many runs something begins for one person, and which runs an event concerns
//! ("Use supplemental identifiers in journeys", help/using/building-journeys/supplemental-identifier.md).

use jiff::Timestamp;

use crate::journey::{EventId, Value};
use crate::run::formula::Formula;
use crate::run::plan::Does;
use crate::run::world::World;
use crate::run::{Payload, Persona, Program, State, Trigger};

/// The identifiers with which this lets a person in, each once; `None` where there is no supplemental identifier, and
/// a person has one run.
pub fn identifiers(program: &Program, person: &dyn Persona, now: Timestamp, trigger: &Trigger) -> Option<Vec<String>> {
    match trigger {
        Trigger::Event { event, payload } => of_event(program, person, now, event, payload),
        Trigger::Reading { event: None, .. } => match &program.nodes.get(program.entry)?.does {
            Does::Reading { supplemental: Some(key), .. } => Some(read(program, person, now, key, None)),
            _ => None,
        },
        Trigger::Qualification { .. } | Trigger::Reading { .. } => None,
    }
}

/// The identifiers that an event carries; `None` where it has none of its own and concerns every run of the person.
pub(super) fn of_event(
    program: &Program,
    person: &dyn Persona,
    now: Timestamp,
    event: &EventId,
    payload: &Payload,
) -> Option<Vec<String>> {
    let key = program.events.get(event)?.supplemental.as_ref()?;
    Some(read(program, person, now, key, Some((event, payload))))
}

/// What cannot be evaluated, and what is no text, identifies nothing.
fn read(
    program: &Program,
    person: &dyn Persona,
    now: Timestamp,
    key: &Formula,
    incoming: Option<(&EventId, &Payload)>,
) -> Vec<String> {
    let Some(node) = program.nodes.get(program.entry) else { return Vec::new() };
    let state = State::new(program.journey.clone(), person.id().clone(), 0, 0);
    let mut world = World::new(program, &state, person, now, node);
    world.incoming = incoming;
    let values = match key.value(&world) {
        Ok(Value::List(items)) => items,
        Ok(value) => vec![value],
        Err(_) => Vec::new(),
    };
    let mut found: Vec<String> = Vec::new();
    for value in values {
        match value {
            Value::Text(text) if !text.is_empty() && !found.contains(&text) => found.push(text),
            _ => {}
        }
    }
    found
}
