//! Which journeys begin to read at the same moment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::check::Estate;
use crate::check::example::{Sketch, steps};
use crate::check::survey::Reading;
use crate::journey::{JourneyId, Kind, Place, Recurrence, occurrences};

/// Days within which starts are compared.
const AHEAD: i64 = 31;

/// A journey that reads, with how it does.
pub(super) type Reader<'a> = (&'a JourneyId, &'a Reading);

/// The journeys that begin to read at the same moment within the coming month: each set of them once. A journey that
/// reads as soon as it is activated meets nobody that could be foreseen.
pub(super) fn together<'a>(estate: &Estate<'a>) -> Vec<Vec<Reader<'a>>> {
    let readers: Vec<Reader<'a>> = estate
        .own_readings()
        .filter(|(_, reading)| !matches!(reading.schedule.every, Recurrence::AsSoonAsPossible))
        .collect();
    if readers.len() < 2 {
        return Vec::new();
    }
    let until = estate.now.checked_add(SignedDuration::from_hours(24 * AHEAD)).unwrap_or(Timestamp::MAX);
    let mut starts: BTreeMap<Timestamp, Vec<usize>> = BTreeMap::new();
    for (index, (_, reading)) in readers.iter().enumerate() {
        let zone = TimeZone::get(&reading.zone).unwrap_or(TimeZone::UTC);
        for start in occurrences(&reading.schedule, &zone, estate.now, until) {
            starts.entry(start).or_default().push(index);
        }
    }
    let sets: BTreeSet<Vec<usize>> = starts.into_values().filter(|set| set.len() > 1).collect();
    sets.into_iter().map(|set| set.into_iter().map(|index| readers[index]).collect()).collect()
}

/// So many journeys that read the same audience every morning at this rate, `journey-1` and so on.
pub(super) fn daily(journeys: usize, rate: i64) -> Sketch {
    let read = Sketch::empty().then(steps::read()).with(|activity| {
        if let Kind::ReadAudience(read) = &mut activity.kind {
            read.reading_rate = rate;
        }
    });
    let mut sketch = read.properties(|properties| {
        let start = DateTime::new(2026, 1, 6, 8, 0, 0, 0).unwrap_or_default();
        properties.schedule.every = Recurrence::Daily { start };
    });
    let first = sketch.workspace.journeys.values().next().cloned();
    for number in 2..=journeys {
        if let Some(mut journey) = first.clone() {
            let id = JourneyId(format!("journey-{number}"));
            Arc::make_mut(&mut journey).id = id.clone();
            sketch.workspace.journeys.insert(id, journey);
        }
    }
    sketch
}

/// Expects the finding at the schedule of this journey.
pub(super) fn at_schedule(mut sketch: Sketch, number: usize) -> Sketch {
    sketch.place = Place::journey(&JourneyId(format!("journey-{number}"))).field("properties.schedule");
    sketch
}
