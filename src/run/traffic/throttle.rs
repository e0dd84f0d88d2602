//! What is beyond a throttle waits: so many calls in any second, first come first served, for six hours at most.
//!
//! "Throttling API", help/using/configuration/throttling.md. Nobody stands in a list: whoever comes gets
//! the first moment that is free behind everybody before, so that a queue of a hundred million costs no more than its
//! last second. Whose moment is more than six hours away waits for six hours and is given up; such a call takes no
//! place from those behind it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::journey::{QUEUE_HOURS, Throttle};

use super::window::{Rate, Window};

/// What is remembered for a throttle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Queue(Window);

/// When a call may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// At this moment: now, or later.
    At(Timestamp),
    /// Never; it waits until this moment.
    GivenUp(Timestamp),
}

impl Queue {
    /// When one more call would leave.
    pub(super) fn turn(&mut self, throttle: &Throttle, now: Timestamp) -> Turn {
        let longest = now.checked_add(SignedDuration::from_hours(QUEUE_HOURS)).unwrap_or(Timestamp::MAX);
        match self.next(throttle, |period| period, now) {
            Some(at) if at <= longest => Turn::At(at),
            _ => Turn::GivenUp(longest),
        }
    }

    /// When one more call would leave by a window that is made longer, however long that is.
    pub(super) fn next(&mut self, throttle: &Throttle, longer: fn(i64) -> i64, now: Timestamp) -> Option<Timestamp> {
        self.0.next(rate(throttle).over(longer), now).map(|(at, _)| at)
    }

    /// How many have their turn later than now.
    pub(super) fn waiting(&self, throttle: &Throttle, now: Timestamp) -> u64 {
        self.0.later(rate(throttle), now)
    }

    /// The call takes that turn.
    pub(super) fn take(&mut self, throttle: &Throttle, at: Timestamp) {
        self.0.take(rate(throttle), at, 1);
    }
}

fn rate(throttle: &Throttle) -> Rate {
    Rate::a_second(throttle.max_throughput)
}
