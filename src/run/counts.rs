//! What many runs come to, in figures: how many came in, how they ended, and at each activity what was done, where
//! people went on, what failed, and who waits there now.
//!
//! A plain fold over beginnings, steps, waits and ends: whoever sees these, in any order and in any portions, comes to
//! the same figures. What follows from others is not counted for itself: who is inside came in and has not ended, and
//! who reached an activity is done with it or waits there. Where several events are listened for at once, whoever comes
//! by one of them counts at that one alone.

use std::collections::BTreeMap;

use crate::journey::{ActivityId, Port};

use super::steps::branch_word;
use super::{Reason, State, Status, Step};

/// The normal way out of an activity, as it is counted.
const NEXT: &str = "next";

/// Figures of a journey, or of a version of it; also by how much they changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Who was let in.
    pub entered: i64,
    /// How runs ended; who was not let in at all is here as well.
    pub ended: BTreeMap<Reason, i64>,
    /// By activity.
    pub activities: BTreeMap<ActivityId, ActivityCounts>,
}

/// Figures of an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityCounts {
    /// Who waits there now.
    pub waiting: i64,
    /// How its steps went.
    pub statuses: BTreeMap<Status, i64>,
    /// Why steps failed: an HTTP status, `timedOut`, `capped`, `policy`, `missingSecret`, `unsendable`,
    /// `replyTooLarge`, `untrusted`, `error`.
    pub errors: BTreeMap<String, i64>,
    /// By which path people went on: the id of a branch, or `next`, `other`, `timeout`, `error`.
    pub branches: BTreeMap<String, i64>,
}

impl Counts {
    /// Who was let in and is not over.
    pub fn inside(&self) -> i64 {
        let over = self.ended.iter().filter(|(reason, _)| !matches!(reason, Reason::Discarded(_)));
        self.entered - over.map(|(_, count)| count).sum::<i64>()
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A run ended, or somebody was not let in.
    pub fn end(&mut self, reason: Reason) {
        *self.ended.entry(reason).or_default() += 1;
    }

    /// A step was done.
    pub fn step(&mut self, step: &Step) {
        let counts = self.activity(&step.activity);
        *counts.statuses.entry(step.status).or_default() += 1;
        if let Some(cause) = cause(step) {
            one_more(&mut counts.errors, cause, 1);
        }
        if let Some(port) = step.port() {
            one_more(&mut counts.branches, &port_word(&port), 1);
        }
    }

    /// Somebody waits at an activity from now on, or, with less than nothing, no longer.
    pub fn wait(&mut self, activity: &ActivityId, by: i64) {
        self.activity(activity).waiting += by;
    }

    /// A run that is not over waits where it waits.
    pub fn waits(&mut self, state: &State) {
        state.waiting.iter().for_each(|waiting| self.wait(&waiting.activity, 1));
    }

    /// The figures of an activity.
    pub fn activity(&mut self, activity: &ActivityId) -> &mut ActivityCounts {
        if !self.activities.contains_key(activity) {
            self.activities.insert(activity.clone(), ActivityCounts::default());
        }
        self.activities.entry(activity.clone()).or_default()
    }

    /// Those of others come to these.
    pub fn add(&mut self, others: &Self) {
        self.entered += others.entered;
        add_all(&mut self.ended, &others.ended);
        for (activity, more) in &others.activities {
            let counts = self.activity(activity);
            counts.waiting += more.waiting;
            add_all(&mut counts.statuses, &more.statuses);
            add_all(&mut counts.errors, &more.errors);
            add_all(&mut counts.branches, &more.branches);
        }
    }
}

impl ActivityCounts {
    /// Who came here: whoever is done with it, and whoever waits there now.
    pub fn reached(&self) -> i64 {
        self.waiting + self.statuses.values().sum::<i64>()
    }
}

/// The word under which a way out is counted.
pub fn port_word(port: &Port) -> String {
    branch_word(port).unwrap_or_else(|| NEXT.to_owned())
}

/// Why a step failed; none where it did not.
fn cause(step: &Step) -> Option<&str> {
    let by_status = match step.status {
        Status::Error => "error",
        Status::Capped => "capped",
        Status::TimedOut => "timedOut",
        _ => return step.effort.error.as_deref(),
    };
    Some(step.effort.error.as_deref().unwrap_or(by_status))
}

fn one_more(counts: &mut BTreeMap<String, i64>, word: &str, by: i64) {
    match counts.get_mut(word) {
        Some(count) => *count += by,
        None => drop(counts.insert(word.to_owned(), by)),
    }
}

fn add_all<K: Ord + Clone>(counts: &mut BTreeMap<K, i64>, others: &BTreeMap<K, i64>) {
    for (key, more) in others {
        *counts.entry(key.clone()).or_default() += more;
    }
}
