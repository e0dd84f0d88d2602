//! Where the way of a run was decided: at which steps, and at which one it parted from a step that it never came to.

use std::collections::BTreeSet;

use crate::journey::{ActivityId, Connection, Journey, Port};
use crate::run::Step;

use super::Run;

/// Why a run never came to a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parting {
    /// At the step of this number it went on by another way than these, which lead there.
    Turned {
        /// The number of the step in the run.
        step: usize,
        /// The ways out of it that lead there.
        ways: Vec<Port>,
    },
    /// It was on the way there, and ended or still waits at the step of this number.
    Stopped {
        /// The number of the step in the run.
        step: usize,
    },
    /// It did not begin, or began behind it: no step that it took leads there.
    Never,
}

/// The numbers of the steps at which one of several ways was taken.
pub fn decisions(journey: &Journey, run: &Run) -> Vec<usize> {
    let decides = |step: &Step| {
        let ports = journey.activity(&step.activity).map(|activity| activity.kind.ports().len());
        step.port().is_some() && ports.is_some_and(|ports| ports > 1)
    };
    run.steps.iter().enumerate().filter(|(_, step)| decides(step)).map(|(number, _)| number).collect()
}

/// Why a run never came to this step; `None` where it did.
pub fn parting(journey: &Journey, run: &Run, target: &ActivityId) -> Option<Parting> {
    if run.steps.iter().any(|step| &step.activity == target) {
        return None;
    }
    // Nobody wonders why nothing failed: only where nothing else leads there, failures count as ways.
    let plain = parted(journey, run, target, &|port| *port != Port::Error);
    Some(plain.or_else(|| parted(journey, run, target, &|_| true)).unwrap_or(Parting::Never))
}

/// As [`parting`], by these ways alone.
fn parted(journey: &Journey, run: &Run, target: &ActivityId, counts: &dyn Fn(&Port) -> bool) -> Option<Parting> {
    let before = leading_to(journey, target, counts);
    let number = run.steps.iter().rposition(|step| before.contains(&step.activity))?;
    let step = run.steps.get(number)?;
    let leads = |wire: &&Connection| {
        let is_near = &wire.to == target || before.contains(&wire.to);
        wire.from == step.activity && is_near && counts(&wire.port)
    };
    let ways: Vec<Port> = journey.connections.iter().filter(leads).map(|wire| wire.port.clone()).collect();
    match step.port() {
        Some(taken) if !ways.contains(&taken) => Some(Parting::Turned { step: number, ways }),
        _ => Some(Parting::Stopped { step: number }),
    }
}

/// The steps from which some of these ways leads to this one.
fn leading_to(journey: &Journey, target: &ActivityId, counts: &dyn Fn(&Port) -> bool) -> BTreeSet<ActivityId> {
    let mut found: BTreeSet<ActivityId> = BTreeSet::new();
    let mut open = vec![target.clone()];
    while let Some(here) = open.pop() {
        for wire in journey.connections.iter().filter(|wire| wire.to == here && counts(&wire.port)) {
            if found.insert(wire.from.clone()) {
                open.push(wire.from.clone());
            }
        }
    }
    found
}
