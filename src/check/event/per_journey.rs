//! So many journeys listen to one event.

use std::collections::BTreeMap;

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Event, EventId, ItemRef, JourneyId, Place};

pub(super) const RULE: Rule = Rule {
    id: "event-max-journeys-per-event",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Error,
    summary: "At most 25 journeys listen to one event.",
    why: "The platform publishes no further one.",
    sources: &[source::GUARDRAILS],
    flagged: || listening(26).at_item(ItemRef::Event("event-order".into()), ""),
    passing: || listening(25),
    mending: Mending::None("Which journeys can be joined is for the author to say."),
    check: Check::Workspace(check),
};

fn listening(journeys: usize) -> Sketch {
    let mut sketch = Sketch::event().then(steps::email());
    let first = sketch.workspace.journeys.values().next().cloned();
    for number in 2..=journeys {
        if let Some(mut journey) = first.clone() {
            let id = JourneyId(format!("journey-{number}"));
            std::sync::Arc::make_mut(&mut journey).id = id.clone();
            sketch.workspace.journeys.insert(id, journey);
        }
    }
    sketch
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_journeys_per_event;
    let mut listening: BTreeMap<&EventId, usize> = BTreeMap::new();
    for event in estate.own_outlines().flat_map(|outline| &outline.events) {
        *listening.entry(event).or_default() += 1;
    }
    let others = |id| Estate::count(estate.get::<Event>(Some(id)).and_then(|event| event.other_journeys));
    let all = listening.into_iter().map(|(id, count)| (id, count.saturating_add(others(id))));
    for (id, count) in all.filter(|(_, count)| *count > most) {
        let message = format!("{count} journeys listen to '{}', of at most {most}.", estate.name_of::<Event>(id));
        findings.report(Place::item(ItemRef::Event(id.clone())), message);
    }
}
