//! Time that never goes back, for whoever counts what happened within a period.
//!
//! A machine's clock may be set back. By no more than a period: then this one stands still until the other has caught
//! up. By more: then the other was wrong, and what was counted keeps its age, as if no time had passed; else everything
//! would be refused until the old moment comes round again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journey::is_default;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Clock {
    /// The latest moment that was read.
    latest: Option<i64>,
    /// By how much it is ahead of the clock outside.
    #[serde(default, skip_serializing_if = "is_default")]
    ahead: i64,
}

impl Clock {
    /// The whole millisecond that has begun.
    pub(super) fn read(&mut self, now: Timestamp, patience: i64) -> i64 {
        let now = milliseconds(now).saturating_add(self.ahead);
        let latest = self.latest.map_or(now, |latest| latest.max(now));
        if latest.saturating_sub(now) > patience {
            self.ahead = self.ahead.saturating_add(latest - now);
        }
        self.latest = Some(latest);
        latest
    }

    /// A moment on this clock, which does not move by it.
    pub(super) fn inside(&self, at: Timestamp) -> i64 {
        milliseconds(at).saturating_add(self.ahead)
    }

    /// The millisecond under which a moment is remembered: what happens within one counts from its end, so that moments
    /// finer than a millisecond never make a period too short.
    pub(super) fn place(&self, at: Timestamp) -> i64 {
        let whole = milliseconds(at);
        let up = i64::from(Timestamp::from_millisecond(whole).is_ok_and(|whole| whole < at));
        let at = whole.saturating_add(up).saturating_add(self.ahead);
        self.latest.map_or(at, |latest| latest.max(at))
    }

    /// A moment on the clock outside; the last of all rather than an overflow.
    pub(super) fn shown(&self, at: i64) -> Timestamp {
        Timestamp::from_millisecond(at.saturating_sub(self.ahead)).unwrap_or(Timestamp::MAX)
    }
}

/// The whole millisecond that has begun: `as_millisecond` rounds towards 1970.
fn milliseconds(at: Timestamp) -> i64 {
    let towards_zero = at.as_millisecond();
    let is_above = Timestamp::from_millisecond(towards_zero).is_ok_and(|whole| whole > at);
    towards_zero.saturating_sub(i64::from(is_above))
}
