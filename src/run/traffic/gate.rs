//! What the limits of a call answer to one attempt.
//!
//! First the throttle, then the caps, then the call with its time ("Integrate with external systems",
//! help/using/configuration/external-systems.md): a call that waits for a throttle has no connection yet and spends
//! none of its time. Every attempt asks, so a call that is tried again takes a place again. Whoever comes first is
//! served first, whichever journey it belongs to: one of them can use up what others need.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journey::{ProfileId, Throttle, is_default};

use super::cap::Counter;
use super::limits::{Limit, Route};
use super::past::Past;
use super::said;
use super::throttle::{Queue, Turn};

/// One attempt at a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt<'a> {
    /// Names the call, the same over its attempts and over restarts.
    pub key: &'a str,
    /// Milliseconds that it may take once it left.
    pub within_ms: i64,
}

/// What the limits answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It leaves now.
    Pass,
    /// It is refused now and never sent.
    Capped {
        /// Why, in plain words.
        because: String,
        /// By which limit.
        limit: Limit,
    },
    /// It has its turn then, and asks again by [`Gates::leave`].
    Wait {
        /// When.
        until: Timestamp,
    },
    /// Its turn is too far away: it waits so long in vain and is refused then.
    GiveUp {
        /// Until when.
        until: Timestamp,
        /// Why, in plain words.
        because: String,
        /// By which limit.
        limit: Limit,
    },
}

/// What all limits remember.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(Limit, Gate)>", into = "Vec<(Limit, Gate)>")]
pub struct Gates {
    gates: BTreeMap<Limit, Gate>,
    changed: BTreeSet<Limit>,
}

/// What one limit remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    #[serde(default, skip_serializing_if = "is_default")]
    counter: Counter,
    #[serde(default, skip_serializing_if = "is_default")]
    queue: Queue,
    #[serde(default, skip_serializing_if = "is_default")]
    past: Past,
}

/// What became of the attempts that met a limit, for those who watch; decides nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Attempts that wait for their turn, those included whose person has left meanwhile.
    pub waiting: u64,
    /// Attempts that were let through within the last minute.
    pub sent: u64,
    /// Attempts that were ever refused: by a cap, or after waiting in vain.
    pub refused: u64,
}

impl Gates {
    /// A new attempt asks whether it may leave.
    pub fn ask(&mut self, route: &Route<'_>, attempt: &Attempt<'_>, now: Timestamp) -> Answer {
        let Some((rule, throttle)) = route.throttle() else { return self.leave(route, attempt, now) };
        match self.gate(&rule.limit).queue.turn(throttle, now) {
            Turn::GivenUp(until) => {
                self.gate(&rule.limit).past.refuse();
                Answer::GiveUp { until, because: said::given_up(rule, throttle), limit: rule.limit.clone() }
            }
            Turn::At(at) if at > now => {
                self.gate(&rule.limit).queue.take(throttle, at);
                Answer::Wait { until: at }
            }
            Turn::At(at) => {
                let answer = self.leave(route, attempt, now);
                // What a cap refuses takes no turn from others.
                if answer == Answer::Pass {
                    self.gate(&rule.limit).queue.take(throttle, at);
                }
                answer
            }
        }
    }

    /// An attempt that need not wait, or has waited, leaves unless a cap refuses it: [`Answer::Pass`] or
    /// [`Answer::Capped`].
    pub fn leave(&mut self, route: &Route<'_>, attempt: &Attempt<'_>, now: Timestamp) -> Answer {
        for (rule, cap) in route.caps() {
            if let Some(full) = self.gate(&rule.limit).counter.full(cap, attempt, now) {
                self.gate(&rule.limit).past.refuse();
                return Answer::Capped { because: said::capped(rule, cap, full), limit: rule.limit.clone() };
            }
        }
        for (rule, cap) in route.caps() {
            self.gate(&rule.limit).counter.take(cap, attempt, now);
        }
        for limit in route.limits() {
            self.gate(limit).past.pass(now);
        }
        Answer::Pass
    }

    /// When an attempt that was let through may be sent, by gates that count what is really sent: now, and then it is
    /// counted, or later, and then it asks again: whatever it met on its way, what is sent is counted at the very
    /// moment at which it is. Windows are as long as `longer` makes their periods, in milliseconds: who sends may leave
    /// room for ways that are not equally long. Nothing is refused here, and no connection counted; `None` where the
    /// limits let nothing through at all.
    pub fn pace(&mut self, route: &Route<'_>, now: Timestamp, longer: fn(i64) -> i64) -> Option<Timestamp> {
        let mut at = now;
        if let Some((rule, throttle)) = route.throttle() {
            at = at.max(self.gate(&rule.limit).queue.next(throttle, longer, now)?);
        }
        for (rule, cap) in route.caps() {
            at = at.max(self.gate(&rule.limit).counter.next(cap, longer, now)?);
        }
        if at <= now {
            self.count(route, now);
        }
        Some(at)
    }

    /// An attempt was sent at this moment, whether there was a place for it or not.
    pub fn count(&mut self, route: &Route<'_>, at: Timestamp) {
        if let Some((rule, throttle)) = route.throttle() {
            self.gate(&rule.limit).queue.take(throttle, at);
        }
        for (rule, cap) in route.caps() {
            self.gate(&rule.limit).counter.count(cap, at);
        }
    }

    /// A call was answered, or nobody waits for it any longer: its connection is free again.
    pub fn answered(&mut self, key: &str) {
        for (limit, gate) in &mut self.gates {
            if gate.counter.answered(key) {
                self.changed.insert(limit.clone());
            }
        }
    }

    /// A person is forgotten: no call of theirs has a connection any longer.
    pub fn forget(&mut self, profile: &ProfileId) {
        for (limit, gate) in &mut self.gates {
            if gate.counter.forget(profile) {
                self.changed.insert(limit.clone());
            }
        }
    }

    /// Whether any call has a connection.
    pub fn has_connections(&self) -> bool {
        self.gates.values().any(|gate| gate.counter.has_connections())
    }

    /// What changed since this was asked last, for whoever keeps it.
    pub fn changed(&mut self) -> Vec<(Limit, &Gate)> {
        let changed = std::mem::take(&mut self.changed);
        changed.into_iter().filter_map(|limit| Some((limit.clone(), self.gates.get(&limit)?))).collect()
    }

    /// Puts back what was kept.
    pub fn restore(&mut self, limit: Limit, gate: Gate) {
        self.gates.insert(limit, gate);
    }

    fn gate(&mut self, limit: &Limit) -> &mut Gate {
        if !self.changed.contains(limit) {
            self.changed.insert(limit.clone());
        }
        self.gates.entry(limit.clone()).or_default()
    }
}

impl Gate {
    /// What became of the attempts that it met; `throttle` is the one that holds for it now.
    pub fn figures(&self, throttle: Option<&Throttle>, now: Timestamp) -> Figures {
        Figures {
            waiting: throttle.map_or(0, |throttle| self.queue.waiting(throttle, now)),
            sent: self.past.sent(now),
            refused: self.past.refused(),
        }
    }
}

impl From<Vec<(Limit, Gate)>> for Gates {
    fn from(gates: Vec<(Limit, Gate)>) -> Self {
        Self { gates: gates.into_iter().collect(), changed: BTreeSet::new() }
    }
}

impl From<Gates> for Vec<(Limit, Gate)> {
    fn from(gates: Gates) -> Self {
        gates.gates.into_iter().collect()
    }
}
