//! How much comes within a span of time at most: sums over whole seconds, as a window slides over them, and whose it is
//! when it is most.

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::journey::JourneyId;

/// The busiest span of this length.
#[derive(Clone, Debug)]
pub(super) struct Peak {
    seconds: i64,
    /// The seconds of the window in which anything came, the last one still open.
    recent: VecDeque<Second>,
    sum: u64,
    most: u64,
    by: Vec<(JourneyId, u64)>,
}

/// What came within a second.
#[derive(Clone, Debug)]
struct Second {
    at: i64,
    of: Vec<(JourneyId, u64)>,
}

impl Peak {
    /// Of spans of so many milliseconds, in whole seconds, the next longer ones where that is no whole number.
    pub(super) fn new(milliseconds: i64) -> Self {
        let seconds = milliseconds.max(1).saturating_add(999) / 1_000;
        Self { seconds, recent: VecDeque::new(), sum: 0, most: 0, by: Vec::new() }
    }

    /// One more.
    pub(super) fn add(&mut self, now: Timestamp, journey: &JourneyId) {
        let now = now.as_second();
        if self.recent.back().is_none_or(|last| last.at != now) {
            self.close();
            while self.recent.front().is_some_and(|first| first.at <= now - self.seconds) {
                let gone = self.recent.pop_front().map(|second| second.of).unwrap_or_default();
                self.sum -= gone.iter().map(|(_, count)| count).sum::<u64>();
            }
            self.recent.push_back(Second { at: now, of: Vec::new() });
        }
        let Some(last) = self.recent.back_mut() else { return };
        self.sum += 1;
        match last.of.iter_mut().find(|(known, _)| known == journey) {
            Some((_, count)) => *count += 1,
            None => last.of.push((journey.clone(), 1)),
        }
    }

    /// Nothing more comes within the last second.
    pub(super) fn close(&mut self) {
        if self.sum <= self.most {
            return;
        }
        self.most = self.sum;
        self.by.clear();
        for (journey, count) in self.recent.iter().flat_map(|second| &second.of) {
            match self.by.iter_mut().find(|(known, _)| known == journey) {
                Some((_, sum)) => *sum += count,
                None => self.by.push((journey.clone(), *count)),
            }
        }
    }

    /// How long the span is, in milliseconds.
    pub(super) fn milliseconds(&self) -> i64 {
        self.seconds.saturating_mul(1_000)
    }

    /// How much came in the busiest one, by journey.
    pub(super) fn most(&self) -> impl Iterator<Item = (&JourneyId, u64)> {
        self.by.iter().map(|(journey, count)| (journey, *count))
    }
}
