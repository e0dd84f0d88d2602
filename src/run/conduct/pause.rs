//! A journey is paused and goes on ("Pause a journey", help/using/building-journeys/journey-pause.md).
//!
//! Nobody is let in meanwhile, and whoever is not is written down like everybody else who is not let in. Plans, events
//! and readings are worked as ever; what the pause means for somebody inside is decided by
//! [`crate::run::instance::step`].

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::journey::{AtAction, JourneyId, LONGEST_PAUSE};
use crate::run::Input;

use super::{Conductor, Host, Release, Work};

/// How many of those who were held go on at once, and after how many milliseconds the next: 5,000 a second.
const AT_ONCE: i64 = 500;
const APART_MS: i64 = 100;

/// A pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Since when.
    pub since: Timestamp,
    /// When the journey goes on by itself.
    pub until: Timestamp,
    /// What becomes of whoever comes to an action.
    pub at_actions: AtAction,
}

/// What is known of the pauses of a journey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pausing {
    /// The pause in which it is.
    pub pause: Option<Pause>,
    /// When the last one ended.
    pub ended: Option<Timestamp>,
}

impl<H: Host> Conductor<'_, H> {
    /// A journey is paused for at most so many days; nothing where it is already.
    pub fn pause(&mut self, journey: &JourneyId, at_actions: AtAction, days: u32) {
        let pausing = self.host.pausing(journey);
        if pausing.pause.is_some() {
            return;
        }
        let since = self.now;
        let longest = SignedDuration::from_hours(24 * i64::from(days.clamp(1, LONGEST_PAUSE)));
        let until = since.checked_add(longest).unwrap_or(Timestamp::MAX);
        self.host.set_pausing(journey, Pausing { pause: Some(Pause { since, until, at_actions }), ..pausing });
        self.host.plan(until, journey, None, Work::Resume { since });
    }

    /// A paused journey goes on: people come in again, and those who were held go on, 5,000 a second.
    pub fn resume(&mut self, journey: &JourneyId) {
        let Some(pause) = self.host.pausing(journey).pause else { return };
        self.host.set_pausing(journey, Pausing { pause: None, ended: Some(self.now) });
        self.release(journey, Release { pause: (pause.since, self.now), after: None, released: 0 });
    }

    /// It goes on unless that pause is over.
    pub(super) fn resume_by_itself(&mut self, journey: &JourneyId, since: Timestamp) {
        if self.host.pausing(journey).pause.is_some_and(|pause| pause.since == since) {
            self.resume(journey);
        }
    }

    /// Those of the next portion who are held go on, until it is the turn of later ones.
    pub(super) fn release(&mut self, journey: &JourneyId, release: Release<H::Key>) {
        let Release { pause: (since, ended), mut after, mut released } = release;
        // Whoever is held when the next pause begins goes on after that one.
        if self.host.pausing(journey) != (Pausing { pause: None, ended: Some(ended) }) {
            return;
        }
        let portion = self.host.runs_in(journey, after);
        let Some(last) = portion.last().copied() else { return };
        for key in portion {
            let held = self.host.run(key).filter(|run| run.state.is_held()).map(|run| run.state.profile.clone());
            if let Some(profile) = held {
                let wait = SignedDuration::from_millis(released / AT_ONCE * APART_MS);
                let turn = ended.checked_add(wait).unwrap_or(Timestamp::MAX);
                if turn > self.now {
                    let rest = Release { pause: (since, ended), after, released };
                    return self.host.plan(turn, journey, None, Work::Release(rest));
                }
                released += 1;
                self.refresh(&profile);
                self.feed(key, Input::Resumed { since });
            }
            after = Some(key);
        }
        if !self.host.runs_in(journey, Some(last)).is_empty() {
            let rest = Release { pause: (since, ended), after, released };
            self.host.plan(self.now, journey, None, Work::Release(rest));
        }
    }
}
