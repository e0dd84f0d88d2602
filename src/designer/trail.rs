//! The path of a test run as the canvas paints it, up to the step that the person looks at.

use crate::journey::{ActivityId, Port};

/// One activity that was passed.
#[derive(Clone, Debug, PartialEq)]
pub struct Passed {
    /// Which.
    pub activity: ActivityId,
    /// When, in the zone of the journey: "Mon 14:40".
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
    /// The step that is looked at.
    pub fn current(&self) -> Option<&Passed> {
        self.passed.last()
    }
}
