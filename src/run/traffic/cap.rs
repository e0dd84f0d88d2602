//! What is beyond a cap is refused: so many calls in any period, so many connections at once.
//!
//! "Capping API", help/using/configuration/capping.md. A call that is refused is never sent, never queued,
//! and takes no place of the window.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::journey::{Cap, ProfileId};

use super::gate::Attempt;
use super::window::{Rate, Window};

/// What is remembered for a cap.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counter {
    window: Window,
    /// Who has a connection, and until when at the longest: a call whose answer was lost gives it back by itself. Never
    /// more than the cap lets through.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    open: BTreeMap<String, Timestamp>,
}

/// Why a cap lets nothing through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    Calls,
    Connections,
}

impl Counter {
    /// Whether one more call would be too much.
    pub(super) fn full(&mut self, cap: &Cap, attempt: &Attempt<'_>, now: Timestamp) -> Option<Full> {
        if self.window.room(rate(cap), now) == 0 {
            return Some(Full::Calls);
        }
        let most = usize::try_from(cap.max_connections?).unwrap_or(0);
        self.open.retain(|_, until| *until > now);
        // Sent again after a crash, it has its connection already.
        let others = self.open.len() - usize::from(self.open.contains_key(attempt.key));
        (others >= most).then_some(Full::Connections)
    }

    /// The first moment at which its window, made longer, has a place.
    pub(super) fn next(&mut self, cap: &Cap, longer: fn(i64) -> i64, now: Timestamp) -> Option<Timestamp> {
        self.window.next(rate(cap).over(longer), now).map(|(at, _)| at)
    }

    /// A place of the window is taken at that moment.
    pub(super) fn count(&mut self, cap: &Cap, at: Timestamp) {
        self.window.take(rate(cap), at, 1);
    }

    /// One more call leaves.
    pub(super) fn take(&mut self, cap: &Cap, attempt: &Attempt<'_>, now: Timestamp) {
        self.count(cap, now);
        if cap.max_connections.is_some() {
            let until = now.checked_add(SignedDuration::from_millis(attempt.within_ms)).unwrap_or(Timestamp::MAX);
            self.open.insert(attempt.key.to_owned(), until);
        }
    }

    /// The call of this key was answered; true where it had a connection.
    pub(super) fn answered(&mut self, key: &str) -> bool {
        self.open.remove(key).is_some()
    }

    /// Calls of a person, by the second part of their keys, give their connections back; true where there are any.
    pub(super) fn forget(&mut self, profile: &ProfileId) -> bool {
        let before = self.open.len();
        let is_theirs = |key: &str| {
            let rest = key.split_once('/').and_then(|(_, rest)| rest.strip_prefix(profile.as_str()));
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        self.open.retain(|key, _| !is_theirs(key));
        self.open.len() < before
    }

    pub(super) fn has_connections(&self) -> bool {
        !self.open.is_empty()
    }
}

fn rate(cap: &Cap) -> Rate {
    Rate::new(cap.max_calls, cap.period_ms)
}
