//! How long people need to come to a step, by the waits and timeouts that stand in the journey.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::flow::{Flow, Step};
use crate::journey::{Kind, Port, Wait};

/// How long people stay at a step before they leave by a port, at most. What depends on a date, on data or on
/// something that may never happen counts as nothing.
fn longest_stay(step: &Step<'_>) -> i64 {
    match step.kind() {
        Kind::Wait(Wait::Duration(duration)) => duration.milliseconds().max(0),
        Kind::Wait(Wait::SendTime(wait)) => hours(wait.within_hours),
        Kind::Wait(_) => 0,
        Kind::Message(message) => message.send_time.as_ref().map_or(0, |send_time| hours(send_time.within_hours)),
        kind if step.holds() => kind.timeout().map_or(0, |timeout| timeout.milliseconds().max(0)),
        _ => 0,
    }
}

fn hours(hours: i64) -> i64 {
    hours.max(0).saturating_mul(3_600_000)
}

/// The same, at least: whoever waits for something may see it at once.
fn shortest_stay(step: &Step<'_>, port: &Port) -> i64 {
    match step.kind() {
        Kind::Wait(Wait::Duration(duration)) => duration.milliseconds().max(0),
        _ if *port == Port::Timeout => longest_stay(step),
        _ => 0,
    }
}

/// See [`super::Survey::latest_arrivals`].
pub(super) fn latest(flow: &Flow<'_>) -> Vec<i64> {
    let mut latest = vec![0_i64; flow.steps.len()];
    for &index in &flow.order {
        let step = &flow.steps[index];
        let left = latest[index].saturating_add(longest_stay(step));
        for wire in step.leaving.iter().map(|&wire| &flow.wires[wire]).filter(|wire| !wire.back) {
            latest[wire.to] = latest[wire.to].max(left);
        }
    }
    latest
}

/// See [`super::Survey::soonest_arrivals`]; Dijkstra's algorithm, since stays are never negative.
pub(super) fn soonest(flow: &Flow<'_>) -> Vec<Option<i64>> {
    let mut soonest: Vec<Option<i64>> = vec![None; flow.steps.len()];
    let mut open: BinaryHeap<Reverse<(i64, usize)>> = flow.entry.map(|entry| Reverse((0, entry))).into_iter().collect();
    while let Some(Reverse((at, index))) = open.pop() {
        if soonest[index].is_some() {
            continue;
        }
        soonest[index] = Some(at);
        let step = &flow.steps[index];
        for wire in step.leaving.iter().map(|&wire| &flow.wires[wire]) {
            open.push(Reverse((at.saturating_add(shortest_stay(step, &wire.connection.port)), wire.to)));
        }
    }
    soonest
}

impl Flow<'_> {
    /// How long people stay on the longest path, in milliseconds; `None` where a path goes in circles.
    pub fn longest_path(&self) -> Option<i64> {
        if self.wires.iter().any(|wire| wire.back) {
            return None;
        }
        let left = |(step, arrival): (&Step<'_>, i64)| step.left_at_the_latest(arrival);
        Some(self.steps.iter().zip(latest(self)).map(left).max().unwrap_or_default())
    }
}

impl Step<'_> {
    /// How long people stay at the step at least, where they leave it by this way.
    pub fn left_at_the_soonest(&self, port: &Port) -> i64 {
        shortest_stay(self, port)
    }

    /// When people leave the step at the latest, if they come at this time; milliseconds after entry.
    pub fn left_at_the_latest(&self, arrival: i64) -> i64 {
        arrival.saturating_add(longest_stay(self))
    }
}
