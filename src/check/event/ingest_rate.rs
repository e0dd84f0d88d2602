//! All events together are not too many.

use std::collections::BTreeSet;

use crate::check::example::{Sketch, steps};
use crate::check::survey::{EntryKind, Outline};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::describe::grouped;
use crate::journey::{Audience, Event, EventId, ItemRef, Place};

const DAY_SECONDS: i64 = 86_400;

pub(super) const RULE: Rule = Rule {
    id: "event-ingest-rate",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Warning,
    summary: "No more than 5,000 events a second come, all events and audiences that journeys watch together; those of \
              journeys that read an audience are counted apart.",
    why: "The organization takes 5,000 a second; the others wait in a queue, for at most 24 hours. By the \
          guardrails journeys that read an audience have another 5,000 a second of their own, so each of the two is held \
          against its number; the page on events knows one number for all.",
    sources: &[source::EVENTS, source::GUARDRAILS],
    flagged: || rush(5_400).at_item(ItemRef::Event("event-paid".into()), "peak_per_second"),
    passing: || rush(1_200),
    mending: Mending::None("Fewer events, or a larger quota, is for the organization to decide."),
    check: Check::Workspace(check),
};

fn rush(peak: i64) -> Sketch {
    Sketch::event().then(steps::event("event-paid")).then(steps::email()).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid") {
            event.peak_per_second = Some(peak);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let reads = |outline: &&Outline| matches!(outline.entry, EntryKind::ReadAudience | EntryKind::Business);
    let (reading, others): (Vec<_>, Vec<_>) = estate.own_outlines().partition(reads);
    hold(estate, &others, "journeys", findings);
    hold(estate, &reading, "journeys that read an audience", findings);
}

/// Holds what these journeys listen to and watch against the number.
fn hold(estate: &Estate<'_>, outlines: &[&Outline], whose: &str, findings: &mut Findings) {
    let most = estate.numbers.event_rate_per_second;
    // An event that no journey listens to is not taken; one that several listen to comes once.
    let used: BTreeSet<&EventId> = outlines.iter().flat_map(|outline| &outline.events).collect();
    let used = used.into_iter().filter_map(|id| estate.get::<Event>(Some(id)));
    let events = used.map(|event| {
        let place = Place::item(ItemRef::Event(event.id.clone())).field("peak_per_second");
        (event.peak_per_second.unwrap_or(0), &event.name, place)
    });
    // An audience counts each time that it is watched. Over a day its people come evenly: who waits, waits for less.
    let watched = outlines.iter().flat_map(|outline| outline.watched.iter().flatten());
    let watched = watched.filter_map(|id| estate.get::<Audience>(Some(id)));
    let audiences = watched.map(|audience| {
        let place = Place::item(ItemRef::Audience(audience.id.clone())).field("daily_qualifiers");
        let daily = audience.daily_qualifiers.unwrap_or(0);
        (daily / DAY_SECONDS + i64::from(daily % DAY_SECONDS > 0), &audience.name, place)
    });
    let all: Vec<_> = events.chain(audiences).filter(|(rate, ..)| *rate > 0).collect();
    let total = all.iter().fold(0_i64, |total, (rate, ..)| total.saturating_add(*rate));
    let Some((largest, name, place)) = all.into_iter().max_by_key(|(rate, ..)| *rate).filter(|_| total > most) else {
        return;
    };
    let message = format!(
        "In their busiest seconds events and audiences that {whose} watch are {total} together, {} of them '{name}'; the \
         organization takes {most} a second: {} a second wait.",
        grouped(largest),
        grouped(total - most),
        total = grouped(total),
        most = grouped(most),
    );
    findings.report(place, message);
}
