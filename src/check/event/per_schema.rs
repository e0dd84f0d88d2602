//! Journeys listen to so many events of one schema.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{
    Duration, Event, EventActivity, EventId, EventIdType, Inventory, ItemRef, JourneyId, Kind, Place, Schema, SchemaId,
};

pub(super) const RULE: Rule = Rule {
    id: "event-max-events-per-schema",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Error,
    summary: "Journeys listen to at most 100 events of one schema.",
    why: "The platform publishes no journey that listens to a further one.",
    sources: &[source::GUARDRAILS],
    flagged: || listening(21).at_item(ItemRef::Schema("schema-order".into()), ""),
    passing: || listening(20),
    mending: Mending::None("Which events can share one condition is for the author to say."),
    check: Check::Workspace(check),
};

/// Five journeys that listen to twenty events each; the first to as many as are said.
fn listening(first: usize) -> Sketch {
    let mut sketch = chain(0, first).inventory(many);
    for number in 1..5 {
        let other = chain(number, 20);
        let id = JourneyId(format!("journey-{}", number + 1));
        if let Some(journey) = other.workspace.journeys.values().next() {
            let mut journey = journey.clone();
            std::sync::Arc::make_mut(&mut journey).id = id.clone();
            sketch.workspace.journeys.insert(id, journey);
        }
    }
    sketch
}

fn chain(journey: usize, events: usize) -> Sketch {
    (0..events).fold(Sketch::empty(), |sketch, number| {
        let event = Some(EventId(format!("event-{journey}-{number}")));
        let timeout = (number > 0).then_some(Duration::Days(1));
        sketch.then(Kind::Event(EventActivity { event, timeout, timeout_path: false }))
    })
}

fn many(inventory: &mut Inventory) {
    let Some(paid) = inventory.events.iter().find(|event| event.id.as_str() == "event-paid").cloned() else { return };
    for (journey, number) in (0..5).flat_map(|journey| (0..21).map(move |number| (journey, number))) {
        let name = format!("Paid_{journey}_{number}");
        inventory.events.push(Event {
            id: EventId(format!("event-{journey}-{number}")),
            id_type: EventIdType::RuleBased(format!("@event{{{name}.eventType}} == \"paid\"").as_str().into()),
            profile_identifier: format!("@event{{{name}.email}}").as_str().into(),
            name,
            ..paid.clone()
        });
    }
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_events_per_schema;
    let listened: BTreeSet<&EventId> = estate.own_outlines().flat_map(|outline| &outline.events).collect();
    let mut of_schema: BTreeMap<&SchemaId, usize> = BTreeMap::new();
    for schema in listened.into_iter().filter_map(|id| estate.get::<Event>(Some(id))?.schema.as_ref()) {
        *of_schema.entry(schema).or_default() += 1;
    }
    for (id, count) in of_schema.into_iter().filter(|(_, count)| *count > most) {
        let name = estate.name_of::<Schema>(id);
        let message = format!("Journeys listen to {count} events of the schema '{name}', of at most {most}.");
        findings.report(Place::item(ItemRef::Schema(id.clone())), message);
    }
}
