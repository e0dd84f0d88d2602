//! What is seen of a crowd while it moves. Who watches decides nothing, and does not know how people are moved.

use jiff::Timestamp;

use crate::journey::{JourneyId, Medium, ProfileId};
use crate::run::traffic::{Answer, Limit};
use crate::run::{Discard, End, Outcome, Step};

/// Whose run it is.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'w> {
    /// Through which journey.
    pub journey: &'w JourneyId,
    /// Whose.
    pub person: &'w ProfileId,
    /// Which of the person's entries into the journey, from 1.
    pub run: u64,
}

/// An attempt that left, and what comes back.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'w> {
    /// Where it is counted: every limit that it meets, and the endpoint at which it arrives, or its host.
    pub at: &'w [Limit],
    /// Attempts of the same call before it.
    pub attempt: u32,
    /// In so many milliseconds the answer is there.
    pub after_ms: i64,
    /// The answer.
    pub outcome: &'w Outcome,
}

/// Sees everything, in order of time.
pub trait Watch {
    /// Whether steps say why they went as they did, and messages what they said: it costs most of the time. Steps that
    /// failed say why all the same.
    const TOLD: bool = true;

    /// Somebody comes in.
    fn entered(&mut self, _now: Timestamp, _whose: Whose<'_>) {}

    /// Somebody is not let in.
    fn refused(&mut self, _now: Timestamp, _journey: &JourneyId, _person: &ProfileId, _why: Discard) {}

    /// A step is done.
    fn step(&mut self, _whose: Whose<'_>, _step: &Step) {}

    /// A run is over.
    fn ended(&mut self, _whose: Whose<'_>, _end: &End) {}

    /// A message reached somebody.
    fn reached(&mut self, _now: Timestamp, _person: &ProfileId, _by: Medium) {}

    /// An attempt asked the limits of its call; `at` as in [`Asked::at`].
    fn limited(&mut self, _now: Timestamp, _whose: Whose<'_>, _at: &[Limit], _answer: &Answer) {}

    /// An attempt that waited in this line has its turn.
    fn turned(&mut self, _now: Timestamp, _line: &Limit) {}

    /// An attempt left.
    fn asked(&mut self, _now: Timestamp, _whose: Whose<'_>, _asked: Asked<'_>) {}
}
