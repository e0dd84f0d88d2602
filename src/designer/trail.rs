//! The path of a test run as the canvas paints it, up to the step that the person looks at.

use jiff::Timestamp;

use super::clock::Clock;
use crate::journey::{ActivityId, Port};
use crate::simulate::{Status, Step};

/// One activity that was passed.
#[derive(Clone, Debug, PartialEq)]
pub struct Passed {
    /// Which.
    pub activity: ActivityId,
    /// When, in the zone of the journey: "Mon 14:40"; of a wait, from when until when.
    pub time: String,
    /// The way by which the person went on; `None` where they still wait or have left.
    pub port: Option<Port>,
    /// Whether the step failed.
    pub failed: bool,
}

/// The path, oldest step first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail {
    /// Steps up to and including the one that is looked at.
    pub passed: Vec<Passed>,
    /// Steps that the person will take after it: drawn quieter.
    pub ahead: Vec<Passed>,
}

impl Trail {
    /// The path over these steps, looked at from the step of this number.
    pub fn of(steps: &[Step], look: usize, clock: &Clock, waits: &dyn Fn(&ActivityId) -> bool) -> Self {
        let passed: Vec<Passed> = steps
            .iter()
            .enumerate()
            .map(|(index, step)| Passed {
                activity: step.activity.clone(),
                time: match begin(steps, index).filter(|_| waits(&step.activity)) {
                    Some(begin) => clock.span(begin, step.at),
                    None => clock.at(step.at),
                },
                port: step.port(),
                failed: !matches!(step.status, Status::Transitions | Status::Ended | Status::Waiting),
            })
            .collect();
        let cut = (look + 1).min(passed.len());
        let (passed, ahead) = passed.split_at(cut);
        Self { passed: passed.to_vec(), ahead: ahead.to_vec() }
    }

    /// The step that is looked at.
    pub fn current(&self) -> Option<&Passed> {
        self.passed.last()
    }
}

/// When a step began that was over later: the step before it was left then.
pub fn begin(steps: &[Step], index: usize) -> Option<Timestamp> {
    let (before, step) = (steps.get(index.checked_sub(1)?)?, steps.get(index)?);
    (before.at < step.at).then_some(before.at)
}
