//! An audience that is read once comes in by waves: as few as suffice, and then as close as suffices.

use super::super::text::calls_of;
use super::Turns;
use super::knob::Knob;
use super::leak::Leak;
use crate::check::platform;
use crate::edit::Edit;
use crate::journey::{Activity, Duration, Journey, Kind, QUEUE_HOURS, ReadAudience, Waves, Workspace, grouped};

/// Minutes between two waves while their number is looked for: a day.
const FAR_APART: i64 = 24 * 60;

/// The distance of waves is looked for in steps of so many minutes.
const STEP: i64 = 5;

type Reading<'w> = (&'w Journey, &'w Activity, &'w ReadAudience);

/// All readings whose people's calls are lost and that have no waves yet, by as many waves each.
pub(super) fn knob<'k>(workspace: &'k Workspace, leak: &'k Leak<'_>) -> Option<Knob<'k>> {
    let readings = leak.readings(workspace);
    let is_whole =
        |(journey, _, read): &Reading<'_>| read.waves.is_none() && !journey.properties.schedule.every.recurs();
    if readings.is_empty() || !readings.iter().all(is_whole) {
        return None;
    }
    let numbers = platform::numbers(workspace.settings.platform);
    let (fewest, most) = numbers.waves;
    let (fewest, most) = (i64::try_from(fewest).ok()?, i64::try_from(most).ok()?);
    // What is too much for one wave: for the period of a cap, or for the queue of a throttle.
    let room =
        if leak.place.given_up > 0 { leak.fits_a_second() * (QUEUE_HOURS * 3_600) as f64 } else { leak.fits.0 as f64 };
    let closest = numbers.wave_interval_minutes;
    let title = |count, minutes| format!("Let people in by {count} waves, {} apart", Duration::Minutes(minutes));
    let at_distance = {
        let readings = readings.clone();
        move |count: i64| {
            let size = leak.came() as f64 / count as f64;
            let drained = (size / leak.fits_a_second() / 60.0) as i64;
            Knob {
                turns: Turns::Waves,
                least: closest.div_euclid(STEP),
                most: FAR_APART / STEP,
                guess: (drained / STEP).min(closest / STEP),
                edits: Box::new(move |turn| edits(&readings, count, turn * STEP)),
                title: Box::new(move |turn| title(count, turn * STEP)),
                because: Box::new(move |_, after| {
                    let people = i64::try_from(leak.entered).unwrap_or(i64::MAX);
                    format!(
                        "{} people ÷ {count} = {} a wave × {} each = {} a wave; “{}” {}.",
                        grouped(people),
                        grouped(people / count),
                        calls_of(leak.of_one()),
                        grouped(size.round() as i64),
                        after.name,
                        after.lets,
                    )
                }),
                then: None,
            }
        }
    };
    Some(Knob {
        turns: Turns::Waves,
        least: fewest,
        most,
        guess: (leak.came() as f64 / room).ceil() as i64,
        edits: Box::new(move |count| edits(&readings, count, FAR_APART)),
        title: Box::new(move |count| title(count, FAR_APART)),
        because: Box::new(|_, _| String::new()),
        then: Some(Box::new(at_distance)),
    })
}

fn edits(readings: &[Reading<'_>], count: i64, minutes: i64) -> Vec<Edit> {
    let count = usize::try_from(count).unwrap_or(1);
    let set = |(journey, activity, read): &Reading<'_>| {
        let waves = Some(Waves::evenly(count, Duration::Minutes(minutes)));
        let kind = Kind::ReadAudience(ReadAudience { waves, ..(*read).clone() });
        let activity = Box::new(Activity { kind, ..(*activity).clone() });
        Edit::SetActivity { journey: journey.id.clone(), activity }
    };
    readings.iter().map(set).collect()
}
