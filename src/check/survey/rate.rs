//! How many people come into a journey when most do, by what the inventory states, or by a forecast.

use super::Estate;
use super::flow::Flow;
use crate::check::Entries;
use crate::journey::{Audience, AudienceQualification, Evaluation, Event, JourneyId, Kind, ReadAudience};

/// How people come into a journey when most do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rush {
    /// By what.
    pub way: Way,
    /// People a second, in the busiest second.
    pub per_second: i64,
    /// How many come in one go; `None` where they come on and on, or nobody stated it.
    pub people: Option<i64>,
}

/// By what people come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Events, on and on.
    Events,
    /// The reading of an audience.
    Reading,
    /// The daily evaluation of an audience that is watched.
    Evaluation,
    /// An audience that is watched as data arrives: most come when the journey goes live.
    GoingLive,
}

impl Rush {
    /// How people come by the entry of a journey: by the forecast where there is one, else as it is stated; `None` where
    /// nobody comes or nobody stated it.
    pub fn of(estate: &Estate<'_>, journey: &JourneyId, flow: &Flow<'_>) -> Option<Self> {
        match estate.volumes {
            Some(volumes) => Self::forecast(estate, flow, volumes.entries.get(journey)?),
            None => Self::stated(estate, flow),
        }
    }

    fn forecast(estate: &Estate<'_>, flow: &Flow<'_>, entries: &Entries) -> Option<Self> {
        let way = match flow.steps[flow.entry?].kind() {
            Kind::Event(_) => Way::Events,
            Kind::ReadAudience(_) | Kind::BusinessEvent(_) => Way::Reading,
            Kind::AudienceQualification(entry) => way_of(estate.get::<Audience>(entry.audience.as_ref())?),
            _ => return None,
        };
        let people = (way != Way::Events).then_some(entries.people);
        Some(Self { way, per_second: entries.per_second, people }).filter(|rush| rush.per_second > 0)
    }

    fn stated(estate: &Estate<'_>, flow: &Flow<'_>) -> Option<Self> {
        match flow.steps[flow.entry?].kind() {
            Kind::Event(entry) => {
                let per_second = estate.get::<Event>(entry.event.as_ref())?.peak_per_second?;
                Some(Self { way: Way::Events, per_second, people: None })
            }
            Kind::ReadAudience(read) => Some(reading(estate, read)),
            Kind::BusinessEvent(_) => flow.steps.iter().find_map(|step| match step.kind() {
                Kind::ReadAudience(read) => Some(reading(estate, read)),
                _ => None,
            }),
            Kind::AudienceQualification(entry) => qualifying(estate, entry),
            _ => None,
        }
        .filter(|rush| rush.per_second > 0)
    }

    /// How long it takes until the last of them is in, in milliseconds; `None` where they come on and on.
    pub fn lasts_ms(&self) -> Option<i64> {
        self.people.map(|people| people.saturating_mul(1_000) / self.per_second.max(1))
    }
}

/// A reading never brings more people in a second than its largest wave holds.
fn reading(estate: &Estate<'_>, read: &ReadAudience) -> Rush {
    let size = estate.get::<Audience>(read.audience.as_ref()).and_then(|audience| audience.size);
    let people = size.map(|size| match &read.waves {
        Some(waves) if !waves.waves.is_empty() => {
            let largest = waves.sizes(usize::try_from(size).unwrap_or(0)).into_iter().max();
            largest.and_then(|largest| i64::try_from(largest).ok()).unwrap_or(size)
        }
        _ => size,
    });
    let per_second = people.map_or(read.reading_rate, |people| read.reading_rate.min(people));
    Rush { way: Way::Reading, per_second, people }
}

fn way_of(audience: &Audience) -> Way {
    match audience.evaluation {
        Evaluation::Batch => Way::Evaluation,
        Evaluation::Streaming => Way::GoingLive,
    }
}

/// People who are noticed at once come in as fast as the platform takes events.
fn qualifying(estate: &Estate<'_>, entry: &AudienceQualification) -> Option<Rush> {
    let audience = estate.get::<Audience>(entry.audience.as_ref())?;
    let people = match audience.evaluation {
        Evaluation::Batch => audience.daily_qualifiers.or(audience.size)?,
        Evaluation::Streaming => audience.size.or(audience.daily_qualifiers)?,
    };
    let way = way_of(audience);
    Some(Rush { way, per_second: people.min(estate.numbers.event_rate_per_second), people: Some(people) })
}
