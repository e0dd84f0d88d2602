//! What rules about waves ask: which readings have them, when each begins, and the waves of their examples.

use jiff::Timestamp;

use crate::check::Survey;
use crate::check::example::Sketch;
use crate::check::survey::Step;
use crate::journey::{Duration, Kind, ReadAudience, Recurrence, Wave, WaveSplit, Waves};

/// Readings by waves.
pub(super) fn each<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Step<'a>, &'a ReadAudience, &'a Waves)> {
    let readings = survey.each(|kind| match kind {
        Kind::ReadAudience(read) => Some(read),
        _ => None,
    });
    readings.filter_map(|(step, read)| Some((step, read, read.waves.as_ref()?)))
}

/// The step with other waves.
pub(super) fn with(kind: &mut Kind, change: impl FnOnce(&mut Waves)) {
    if let Kind::ReadAudience(ReadAudience { waves: Some(waves), .. }) = kind {
        change(waves);
    }
}

/// When the audience is read at the soonest.
pub(super) fn first(survey: &Survey<'_>) -> Timestamp {
    let properties = &survey.journey.properties;
    let soonest = properties.start.map_or(survey.estate.now, |start| start.max(survey.estate.now));
    match properties.schedule.every {
        Recurrence::Once(at) => survey.journey.properties.time_zone().to_timestamp(at).unwrap_or(soonest),
        _ => soonest,
    }
}

/// When each wave begins, as far as the waves say so.
pub(super) fn starts(survey: &Survey<'_>, waves: &Waves) -> Vec<Option<Timestamp>> {
    waves.starts(first(survey), &survey.journey.properties.time_zone())
}

/// Whether a wave that says itself when it begins does so before the journey, or in the past.
pub(super) fn is_too_early(survey: &Survey<'_>, waves: &Waves, start: Timestamp) -> bool {
    waves.interval.is_none() && (start < first(survey) || start < survey.estate.now)
}

/// A journey that reads an audience by three waves, two hours apart.
pub(super) fn three(change: impl FnOnce(&mut Waves)) -> Sketch {
    let mut waves = Waves::evenly(3, Duration::Hours(2));
    change(&mut waves);
    Sketch::read().with(|step| {
        if let Kind::ReadAudience(read) = &mut step.kind {
            read.waves = Some(waves);
        }
    })
}

/// Waves of these shares, in hundredths of a percent.
pub(super) fn shares(waves: &mut Waves, shares: [u32; 3]) {
    waves.split = WaveSplit::Percent;
    waves.waves = shares.map(|share| Wave { share, ..Wave::default() }).to_vec();
}

/// Waves of so many people.
pub(super) fn people(waves: &mut Waves, people: [i64; 3]) {
    waves.split = WaveSplit::People;
    waves.waves = people.map(|people| Wave { people, ..Wave::default() }).to_vec();
}
