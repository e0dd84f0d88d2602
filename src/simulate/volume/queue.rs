//! What is due when: a queue of virtual time that holds millions.
//!
//! Simultaneous work is done in the order of (time, journey, person, sequence), as everywhere. What is waited for by
//! most people, a timer, is kept in a few bytes; everything else lies in a box of its own. The last moments of runs,
//! which lie as far ahead of each beginning, come in the order of the beginnings: they stand in a line, and those of
//! runs that are over go when they come to its front.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use jiff::Timestamp;

use crate::run::conduct::Work;

/// Where something stands among what is due at the same moment: journey and person by their places, 0 for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub journey: u16,
    pub person: u32,
}

/// What is due.
#[derive(Debug)]
pub(super) enum Due {
    /// The next arrival of this source.
    Arrival(u32),
    /// The happening of this place, for the person.
    Happening(u32),
    /// The person brings this event, by its place.
    Event(u32),
    /// The person reacts to the message of this place.
    Reaction { message: u32, clicks: bool },
    /// A timer of this run: whose, by its place, and of which visit.
    Timer { run: u64, activity: u32, visit: u32 },
    /// What the conductor planned.
    Work(Box<Work<u64>>),
}

#[derive(Debug)]
struct Entry {
    at: Timestamp,
    rank: Rank,
    sequence: u64,
    due: Due,
}

impl Entry {
    fn key(&self) -> (Timestamp, Rank, u64) {
        (self.at, self.rank, self.sequence)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

#[derive(Debug)]
struct LastMoment {
    at: Timestamp,
    rank: Rank,
    sequence: u64,
    run: u64,
    activity: u32,
}

#[derive(Debug, Default)]
pub(super) struct Queue {
    heap: BinaryHeap<Reverse<Entry>>,
    /// The last moments of runs, in order.
    last_moments: VecDeque<LastMoment>,
    sequence: u64,
    /// How many daily evaluations are among them, which come for ever.
    evaluations: usize,
}

impl Queue {
    pub(super) fn push(&mut self, at: Timestamp, rank: Rank, due: Due) {
        self.evaluations += usize::from(is_evaluation(&due));
        self.heap.push(Reverse(Entry { at, rank, sequence: self.sequence, due }));
        self.sequence += 1;
    }

    /// The last moment of a run.
    pub(super) fn push_last(&mut self, at: Timestamp, rank: Rank, (run, activity): (u64, u32)) {
        if self.last_moments.back().is_some_and(|last| last.at > at) {
            return self.push(at, rank, Due::Timer { run, activity, visit: 0 });
        }
        self.last_moments.push_back(LastMoment { at, rank, sequence: self.sequence, run, activity });
        self.sequence += 1;
    }

    /// Brings the last moments that are due next in among everything else.
    fn merge(&mut self, is_alive: impl Fn(u64) -> bool) {
        while let Some(last) = self.last_moments.front() {
            let is_next = self.heap.peek().is_none_or(|Reverse(entry)| last.at <= entry.at);
            if is_alive(last.run) && !is_next {
                return;
            }
            let Some(LastMoment { at, rank, sequence, run, activity }) = self.last_moments.pop_front() else { return };
            if is_alive(run) {
                self.heap.push(Reverse(Entry { at, rank, sequence, due: Due::Timer { run, activity, visit: 0 } }));
            }
        }
    }

    /// What comes next, until then; `Err` with whether anything but evaluations is left for later.
    pub(super) fn pop(
        &mut self,
        until: Timestamp,
        is_alive: impl Fn(u64) -> bool,
    ) -> Result<(Timestamp, Rank, Due), bool> {
        self.merge(is_alive);
        match self.heap.peek() {
            Some(Reverse(entry)) if entry.at <= until => {}
            _ => return Err(!self.is_idle()),
        }
        let Some(Reverse(Entry { at, rank, due, .. })) = self.heap.pop() else { return Err(false) };
        self.evaluations -= usize::from(is_evaluation(&due));
        Ok((at, rank, due))
    }

    /// Whether nothing is due but evaluations.
    pub(super) fn is_idle(&self) -> bool {
        self.heap.len() == self.evaluations && self.last_moments.is_empty()
    }

    /// How much is due.
    pub(super) fn len(&self) -> usize {
        self.heap.len() + self.last_moments.len()
    }
}

pub(super) fn is_evaluation(due: &Due) -> bool {
    matches!(due, Due::Work(work) if matches!(**work, Work::Evaluation { .. }))
}
