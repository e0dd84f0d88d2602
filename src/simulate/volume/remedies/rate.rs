//! An audience that is read more slowly.

use super::super::text::calls_of;
use super::Turns;
use super::knob::Knob;
use super::leak::Leak;
use crate::check::platform;
use crate::edit::Edit;
use crate::journey::{Activity, Journey, Kind, ReadAudience, Workspace, grouped};

/// All readings whose people's calls are lost, none faster than the same rate.
pub(super) fn knob<'k>(workspace: &'k Workspace, leak: &'k Leak<'_>) -> Option<Knob<'k>> {
    let readings = leak.readings(workspace);
    let rate_of = |(_, _, read): &(&Journey, &Activity, &ReadAudience)| read.reading_rate;
    let fastest = readings.iter().map(rate_of).max()?;
    let (slowest, _) = platform::numbers(workspace.settings.platform).reading_rate;
    let guess = (leak.entered as f64 / leak.lasts()) as i64;
    let names =
        (readings.len() > 1).then(|| Leak::named(&readings.iter().map(|(journey, ..)| *journey).collect::<Vec<_>>()));
    Some(Knob {
        turns: Turns::Rate,
        least: 1,
        most: fastest - slowest,
        guess: fastest - guess,
        edits: Box::new(move |slower| {
            let too_fast = readings.iter().filter(move |reading| rate_of(reading) > fastest - slower);
            too_fast.map(|(journey, activity, read)| set(journey, activity, read, fastest - slower)).collect()
        }),
        title: Box::new(move |slower| {
            let of = names.as_ref().map(|names| format!(" in {names}")).unwrap_or_default();
            format!("Read {} people a second{of}", grouped(fastest - slower))
        }),
        because: Box::new(move |slower, after| {
            let rate = fastest - slower;
            format!(
                "{} people a second × {} each = {} a second; “{}” {}.",
                grouped(rate),
                calls_of(leak.of_one()),
                grouped((rate as f64 * leak.of_one()).round() as i64),
                after.name,
                after.lets,
            )
        }),
        then: None,
    })
}

fn set(journey: &Journey, activity: &Activity, read: &ReadAudience, rate: i64) -> Edit {
    let kind = Kind::ReadAudience(ReadAudience { reading_rate: rate, ..read.clone() });
    Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(Activity { kind, ..activity.clone() }) }
}
