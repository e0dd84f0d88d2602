//! A wait before the calls that are lost, for each person of another length: all lengths up to the longest alike.

use super::super::chance::{Cause, Dice};
use super::super::text::calls_of;
use super::Turns;
use super::knob::Knob;
use super::leak::Leak;
use crate::edit::{self, Edit, placeholder};
use crate::journey::{
    Activity, ActivityId, Connection, ConnectionId, Duration, Journey, Kind, Port, Wait, Workspace, grouped,
};

/// Nobody is made to wait longer: on the next day others come.
const LONGEST: i64 = 24 * 3_600;

/// All steps whose calls are lost, each behind a wait of its own.
pub(super) fn knob<'k>(workspace: &'k Workspace, seed: u64, leak: &'k Leak<'_>) -> Option<Knob<'k>> {
    let steps: Vec<(&Journey, &Activity)> = leak
        .steps
        .iter()
        .filter_map(|(journey, step)| {
            let journey = workspace.journeys.get(journey)?;
            Some((&**journey, journey.activity(step)?))
        })
        .collect();
    // Where each person's own zone goes first, a moment in the journey's zone is none that everybody waits for.
    if steps.iter().any(|(journey, _)| journey.properties.use_profile_zone) {
        return None;
    }
    let seconds = if leak.place.given_up > 0 { leak.lasts() } else { leak.came() as f64 / thinned(leak.fits) };
    let unit = unit(seconds as i64);
    let names = {
        let names: Vec<String> = steps.iter().map(|(_, step)| format!("“{}”", step.label_or_noun())).collect();
        names.join(" and ")
    };
    let long = move |turn: i64| readable(turn * unit);
    Some(Knob {
        turns: Turns::Spread,
        least: 1,
        most: LONGEST / unit,
        guess: seconds as i64 / unit + 1,
        edits: Box::new(move |turn| {
            let mut edits: Vec<Edit> = Vec::new();
            for (number, (journey, step)) in steps.iter().enumerate() {
                edits.extend(before(journey, step, (number, turn * unit)));
            }
            let (dice, mut drawn) = (Dice::new(seed, 0, Cause::of("spread")), 0);
            let mut draw = || {
                drawn += 1;
                dice.bits(drawn)
            };
            edit::draw_ids(&mut edits, &mut draw, workspace);
            edits
        }),
        title: Box::new(move |turn| format!("Spread {names} over {}", long(turn))),
        because: Box::new(move |turn, after| {
            let average = after.calls as f64 / (turn * unit) as f64;
            format!(
                "{} over {} = {average:.1} a second on average, {} in the busiest; “{}” {}.",
                calls_of(after.calls as f64),
                long(turn),
                grouped(after.busiest_second.map_or(0, |busiest| i64::try_from(busiest.count).unwrap_or(i64::MAX))),
                after.name,
                after.lets,
            )
        }),
        then: None,
    })
}

/// So many calls a second, on average, of which chance hardly ever brings together more than fit: five deviations of
/// what comes by chance (Poisson) lie between.
fn thinned((calls, period_ms): (i64, i64)) -> f64 {
    let root = ((25.0 + 4.0 * calls as f64).sqrt() - 5.0) / 2.0;
    root * root * 1e3 / period_ms as f64
}

/// Lengths are looked for in steps that people would choose, in seconds.
fn unit(seconds: i64) -> i64 {
    match seconds {
        ..600 => 10,
        600..7_200 => 60,
        7_200..43_200 => 300,
        _ => 900,
    }
}

/// "3 hours 45 minutes".
fn readable(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let parts = [Duration::Hours(hours), Duration::Minutes(minutes), Duration::Seconds(seconds)];
    let parts: Vec<String> = parts.iter().filter(|part| part.amount() > 0).map(ToString::to_string).collect();
    parts.join(" ")
}

/// A wait of up to so many seconds before a step: a new one, or the one that stands there already made longer.
fn before(journey: &Journey, step: &Activity, (number, seconds): (usize, i64)) -> Vec<Edit> {
    let kind = Kind::Wait(Wait::Custom(expression(&journey.properties.zone, seconds).as_str().into()));
    let label = format!("Spread over {}", readable(seconds));
    let arriving: Vec<&Connection> = journey.connections.iter().filter(|wire| wire.to == step.id).collect();
    if let [wire] = arriving.as_slice()
        && let Some(known) = journey.activity(&wire.from).filter(|known| spreads(known, &journey.properties.zone))
    {
        let activity = Box::new(Activity { kind, label, ..known.clone() });
        return vec![Edit::SetActivity { journey: journey.id.clone(), activity }];
    }
    let wait = ActivityId(placeholder("wait", number + 1));
    let ((x, y), moved) = edit::room_before(journey, &step.id).unwrap_or_default();
    let wire = |place: usize, from: &ActivityId, port: Port, to: &ActivityId| Edit::Connect {
        journey: journey.id.clone(),
        connection: Connection {
            id: ConnectionId(placeholder("wire", number * 1_000 + place)),
            from: from.clone(),
            port,
            to: to.clone(),
        },
    };
    let activity = Activity { id: wait.clone(), label, kind, ..Activity::default() };
    let mut edits: Vec<Edit> = moved.into_iter().collect();
    edits.push(Edit::AddActivity { journey: journey.id.clone(), activity: Box::new(activity), x, y });
    for (place, known) in (2..).zip(&arriving) {
        edits.push(Edit::Disconnect { journey: journey.id.clone(), connection: known.id.clone() });
        edits.push(wire(place, &known.from, known.port.clone(), &wait));
    }
    edits.push(wire(1, &wait, Port::Next, &step.id));
    edits
}

fn expression(zone: &str, seconds: i64) -> String {
    format!("{}{seconds}.0{}", opening(), closing(zone))
}

fn opening() -> &'static str {
    "toDateTimeOnly(nowWithDelta(toInteger(random() * "
}

fn closing(zone: &str) -> String {
    format!("), \"seconds\", \"{zone}\"))")
}

/// Whether a step is a wait as it is made here.
fn spreads(step: &Activity, zone: &str) -> bool {
    let Kind::Wait(Wait::Custom(text)) = &step.kind else { return false };
    let inner = text.as_str().strip_prefix(opening()).and_then(|rest| rest.strip_suffix(&closing(zone)));
    inner.is_some_and(|number| number.parse::<f64>().is_ok())
}
