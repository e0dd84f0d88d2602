//! How fast an audience that is read comes in: so many people a second of one reading, and so many of all together.
//!
//! "Read Audience", help/using/building-journeys/read-audience.md. Where fewer come than that, all come at once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journey::{JourneyId, SANDBOX_READING_RATE};

use super::window::{Rate, Window};

/// How many came in of late.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    own: BTreeMap<JourneyId, Window>,
    all: Window,
}

/// Who of those that wait comes in now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    /// So many of them.
    pub now: usize,
    /// When the others ask again; `None` where there are none.
    pub rest: Option<Timestamp>,
}

impl Readings {
    /// So many people of a journey's audience wait to come in, at most `rate` a second; a rate below one counts as one.
    pub fn admit(&mut self, journey: &JourneyId, rate: i64, waiting: usize, now: Timestamp) -> Portion {
        let (rate, all) = (Rate::a_second(rate.max(1)), Rate::a_second(SANDBOX_READING_RATE));
        if !self.own.contains_key(journey) {
            self.own.insert(journey.clone(), Window::default());
        }
        let Some(own) = self.own.get_mut(journey) else { return Portion { now: 0, rest: None } };
        let room = usize::try_from(own.room(rate, now).min(self.all.room(all, now))).unwrap_or(usize::MAX);
        let admitted = waiting.min(room);
        if admitted > 0 {
            let count = u64::try_from(admitted).unwrap_or(u64::MAX);
            own.take(rate, now, count);
            self.all.take(all, now, count);
        }
        let mut rest = || own.next(rate, now).into_iter().chain(self.all.next(all, now)).max();
        Portion { now: admitted, rest: if admitted < waiting { rest() } else { None } }
    }
}
