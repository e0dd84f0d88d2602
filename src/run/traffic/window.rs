//! So many in any stretch of time: a sliding window over the moments at which something was let through.
//!
//! A window may begin at any millisecond. Of `most` per `period`, one more fits at a moment `t` exactly where fewer
//! than `most` were let through after `t − period`: what was let through one whole period ago counts no longer.
//!
//! # What is kept
//! One entry for each millisecond in which anything was let through, with how many; what is older than a period is
//! forgotten. So there are never more entries than the period has milliseconds, nor more than `most`. Where both are
//! above [`MOST_RUNS`], moments are rounded up to a 65,536th of the period: still never one too many in any window, and
//! at most a 65,536th of the throughput is given away. Everything below is exact to the millisecond: 300,000 a minute,
//! 4,000 in five minutes, 5,000 a second.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clock::Clock;

/// Entries that a window keeps at most.
const MOST_RUNS: u64 = 65_536;

/// So many in any stretch of so many milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    /// How many; with none nothing is ever let through.
    pub most: u64,
    /// In how many milliseconds, at least one.
    pub period: i64,
}

impl Rate {
    pub(super) fn new(most: i64, period_ms: i64) -> Self {
        Self { most: u64::try_from(most).unwrap_or(0), period: period_ms.max(1) }
    }

    pub(super) fn a_second(most: i64) -> Self {
        Self::new(most, 1_000)
    }

    /// The same over a period that is as long as this says.
    pub(super) fn over(self, longer: fn(i64) -> i64) -> Self {
        Self { period: longer(self.period).max(1), ..self }
    }

    /// To how many milliseconds moments are rounded up.
    fn grain(self) -> i64 {
        let runs = i64::try_from(MOST_RUNS).unwrap_or(i64::MAX);
        if self.most <= MOST_RUNS { 1 } else { self.period.saturating_add(runs - 1) / runs }
    }
}

/// What was let through within the last period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub(super) struct Window {
    clock: Clock,
    /// In order of time.
    runs: VecDeque<(i64, u64)>,
    /// The sum of the runs.
    held: u64,
}

impl Window {
    /// The first moment, now or later, at which one more fits, behind everything that was let through, and how many fit
    /// then; `None` where there will be none.
    pub(super) fn next(&mut self, rate: Rate, now: Timestamp) -> Option<(Timestamp, u64)> {
        let at = self.clock.read(now, rate.period);
        let (free, room) = self.free(rate, at, self.clock.place(now))?;
        Some((if free <= at { now } else { self.clock.shown(free) }, room))
    }

    /// How many more fit now.
    pub(super) fn room(&mut self, rate: Rate, now: Timestamp) -> u64 {
        let at = self.clock.read(now, rate.period);
        self.forget(at.saturating_sub(rate.period));
        rate.most.saturating_sub(self.held)
    }

    /// How many were let through for moments later than this one. What is let through for later stands a whole period
    /// behind what filled the window, so each of the last that fill it stands for those of the periods before it too.
    pub(super) fn later(&self, rate: Rate, now: Timestamp) -> u64 {
        let now = self.clock.inside(now);
        let (mut rest, mut sum) = (rate.most, 0_u64);
        for (moment, count) in self.runs.iter().rev().filter(|(moment, _)| *moment > now) {
            let count = rest.min(*count);
            rest -= count;
            let periods = u64::try_from((moment - now + rate.period - 1) / rate.period).unwrap_or(0);
            sum = sum.saturating_add(count.saturating_mul(periods));
        }
        sum
    }

    /// So many more are let through at this moment, which [`Window::next`] named or which is now.
    pub(super) fn take(&mut self, rate: Rate, at: Timestamp, count: u64) {
        let at = self.clock.place(at);
        let grain = rate.grain();
        let rounded = at.saturating_add(grain - 1 - at.rem_euclid(grain));
        match self.runs.back_mut() {
            Some((last, held)) if *last >= rounded => *held = held.saturating_add(count),
            _ => self.runs.push_back((rounded, count)),
        }
        self.held = self.held.saturating_add(count);
    }

    /// The first moment at which one more fits, and how many do then: for one who comes in the millisecond `at`, and
    /// would be counted in the one named `place`.
    fn free(&mut self, rate: Rate, at: i64, place: i64) -> Option<(i64, u64)> {
        if rate.most == 0 {
            return None;
        }
        // Nobody overtakes: what comes next comes after the last that was let through, be it in the future. Who would
        // be counted in the same millisecond overtakes nobody.
        let last = self.runs.back().map_or(i64::MIN, |(last, _)| *last);
        let at = if rate.grain() == 1 && last > place { at.max(last) } else { at };
        self.forget(at.saturating_sub(rate.period));
        let (mut free, mut held) = (at, self.held);
        for (moment, count) in &self.runs {
            if held < rate.most {
                break;
            }
            free = moment.saturating_add(rate.period);
            held = held.saturating_sub(*count);
        }
        Some((free, rate.most.saturating_sub(held)))
    }

    fn forget(&mut self, upto: i64) {
        while let Some((_, count)) = self.runs.front().copied().filter(|(moment, _)| *moment <= upto) {
            self.runs.pop_front();
            self.held = self.held.saturating_sub(count);
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    clock: Clock,
    runs: VecDeque<(i64, u64)>,
}

impl From<Stored> for Window {
    fn from(Stored { clock, runs }: Stored) -> Self {
        let held = runs.iter().fold(0_u64, |held, (_, count)| held.saturating_add(*count));
        Self { clock, runs, held }
    }
}

impl From<Window> for Stored {
    fn from(Window { clock, runs, .. }: Window) -> Self {
        Self { clock, runs }
    }
}
