//! What a limit has seen, for those who watch: how many calls it let through within the last minute, and how many it
//! ever refused. Second by second, so it is never more than sixty numbers.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The last minute, in seconds.
const KEPT: i64 = 60;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Past {
    refused: u64,
    /// Seconds since 1970, and how many were let through in each.
    seconds: VecDeque<(i64, u64)>,
}

impl Past {
    pub(super) fn refuse(&mut self) {
        self.refused = self.refused.saturating_add(1);
    }

    pub(super) fn refused(&self) -> u64 {
        self.refused
    }

    pub(super) fn pass(&mut self, now: Timestamp) {
        let second = now.as_second();
        self.seconds.retain(|(known, _)| (0..KEPT).contains(&(second - known)));
        match self.seconds.back_mut() {
            Some((last, count)) if *last == second => *count = count.saturating_add(1),
            _ => self.seconds.push_back((second, 1)),
        }
    }

    pub(super) fn sent(&self, now: Timestamp) -> u64 {
        let recent = self.seconds.iter().filter(|(second, _)| (0..KEPT).contains(&(now.as_second() - second)));
        recent.fold(0, |sum, (_, count)| sum.saturating_add(*count))
    }
}
