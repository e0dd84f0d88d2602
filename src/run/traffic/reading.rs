//! How fast an audience that is read comes in: so many people a second of one reading, and so many of all together.
//!
//! "Read audience", help/using/building-journeys/read-audience.md. Where fewer come than that, all come at once. Who
//! comes in is settled when the audience is read: each portion gets its moment behind those before it, so that nothing
//! but the last second is remembered, however many people there are. Several readings share what the sandbox takes:
//! where that is too little, a portion whose moment has come waits a little more.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journey::{JourneyId, SANDBOX_READING_RATE};

use super::window::{Rate, Window};

/// How many came in of late, and how many will.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    own: BTreeMap<JourneyId, Window>,
    all: Window,
    #[serde(skip)]
    changed: bool,
}

/// The first of those that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    /// So many of them, at least one.
    pub people: usize,
    /// Come in then.
    pub at: Timestamp,
}

impl Readings {
    /// The first portion of so many people of a journey's audience, at most `rate` a second; a rate below one counts as
    /// one.
    pub fn turn(&mut self, journey: &JourneyId, rate: i64, waiting: usize, now: Timestamp) -> Portion {
        let rate = Rate::a_second(rate.max(1));
        self.changed = true;
        if !self.own.contains_key(journey) {
            self.own.insert(journey.clone(), Window::default());
        }
        match self.own.get_mut(journey) {
            Some(own) => portion(own, rate, waiting, now),
            None => Portion { people: waiting, at: now },
        }
    }

    /// The same people at their moment, beside those of all other readings: the first portion of them.
    pub fn admit(&mut self, waiting: usize, now: Timestamp) -> Portion {
        self.changed = true;
        portion(&mut self.all, Rate::a_second(SANDBOX_READING_RATE), waiting, now)
    }

    /// Whether anything changed since this was asked last, for whoever keeps it.
    pub fn changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }
}

fn portion(window: &mut Window, rate: Rate, waiting: usize, now: Timestamp) -> Portion {
    let Some((at, room)) = window.next(rate, now) else { return Portion { people: waiting, at: now } };
    let people = waiting.min(usize::try_from(room).unwrap_or(usize::MAX));
    window.take(rate, at, u64::try_from(people).unwrap_or(u64::MAX));
    Portion { people, at }
}
