//! How many people a second come into a journey in its busiest second, by what the inventory states.

use super::Survey;
use crate::journey::{Audience, Evaluation, Event, Kind};

/// People a second, in the busiest second; `None` where nobody stated it.
pub fn peak(survey: &Survey<'_>) -> Option<i64> {
    let estate = survey.estate;
    match survey.entry()?.kind() {
        Kind::Event(entry) => estate.get::<Event>(entry.event.as_ref())?.peak_per_second,
        Kind::ReadAudience(read) => Some(reading(read.reading_rate, estate.get::<Audience>(read.audience.as_ref()))),
        Kind::BusinessEvent(_) => survey.steps().find_map(|step| match step.kind() {
            Kind::ReadAudience(read) => {
                Some(reading(read.reading_rate, estate.get::<Audience>(read.audience.as_ref())))
            }
            _ => None,
        }),
        Kind::AudienceQualification(entry) => {
            let audience = estate.get::<Audience>(entry.audience.as_ref())?;
            match audience.evaluation {
                // A day's people arrive as fast as the platform lets them in.
                Evaluation::Batch => Some(audience.daily_qualifiers?.min(estate.numbers.event_rate_per_second)),
                Evaluation::Streaming => Some(audience.daily_qualifiers? / 86_400 + 1),
            }
        }
        _ => None,
    }
}

/// A reading never brings more people in a second than the audience holds.
fn reading(rate: i64, audience: Option<&Audience>) -> i64 {
    audience.and_then(|audience| audience.size).map_or(rate, |size| rate.min(size))
}
