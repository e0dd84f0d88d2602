//! What is under way, by endpoint: however many attempts wait for one that hangs, others are handed over.
//!
//! None takes more than it leaves free for the others. What finds no room stays in the store, and only its number is
//! remembered here, so that a quarter of a million of them need two megabytes.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::journey::authority_of;
use crate::run::Effect;
use crate::run::traffic::Limits;

use super::outbox::MOST_UNDER_WAY;

/// Numbers that are remembered to be handed over later, at most; beyond them nothing more is read until some have left.
const MOST_LATER: usize = 262_144;

/// Attempts that are handed over and have no answer.
#[derive(Debug, Default)]
pub(super) struct Flight {
    /// By number: at which endpoint.
    under_way: HashMap<i64, String>,
    lanes: BTreeMap<String, Lane>,
    later: usize,
}

#[derive(Debug, Default)]
struct Lane {
    under_way: usize,
    later: VecDeque<i64>,
}

impl Flight {
    /// How many more may be handed over.
    pub(super) fn free(&self) -> usize {
        MOST_UNDER_WAY.saturating_sub(self.under_way.len())
    }

    /// Whether more is worth to be read.
    pub(super) fn may_read(&self) -> bool {
        self.free() > 0 && self.later < MOST_LATER
    }

    /// An attempt is handed over if there is room for one more at its endpoint; else it is remembered for later.
    pub(super) fn begins(&mut self, number: i64, endpoint: String) -> bool {
        let has_room = self.has_room(&endpoint);
        let lane = self.lanes.entry(endpoint.clone()).or_default();
        // Nobody overtakes those of the same endpoint.
        if !has_room || !lane.later.is_empty() {
            lane.later.push_back(number);
            self.later += 1;
            return false;
        }
        lane.under_way += 1;
        self.under_way.insert(number, endpoint);
        true
    }

    /// The next of those that were left for later for which there is room now, which is handed over.
    pub(super) fn next(&mut self) -> Option<i64> {
        let free = self.free();
        let may = self.lanes.iter_mut().filter(|(_, lane)| lane.under_way <= free && !lane.later.is_empty());
        let (endpoint, lane) = may.min_by_key(|(_, lane)| lane.under_way).filter(|_| free > 0)?;
        let number = lane.later.pop_front()?;
        lane.under_way += 1;
        self.later -= 1;
        self.under_way.insert(number, endpoint.clone());
        Some(number)
    }

    /// An attempt was answered, or is not there any more.
    pub(super) fn lands(&mut self, number: i64) {
        let Some(endpoint) = self.under_way.remove(&number) else { return };
        if let Some(lane) = self.lanes.get_mut(&endpoint) {
            lane.under_way = lane.under_way.saturating_sub(1);
            if lane.under_way == 0 && lane.later.is_empty() {
                self.lanes.remove(&endpoint);
            }
        }
    }

    /// An attempt could not be handed over, and is the next of its endpoint again.
    pub(super) fn turns_back(&mut self, number: i64) {
        let Some(endpoint) = self.under_way.remove(&number) else { return };
        let lane = self.lanes.entry(endpoint).or_default();
        lane.under_way = lane.under_way.saturating_sub(1);
        lane.later.push_front(number);
        self.later += 1;
    }

    fn has_room(&self, endpoint: &str) -> bool {
        let free = self.free();
        free > 0 && self.lanes.get(endpoint).is_none_or(|lane| lane.under_way <= free)
    }
}

/// At which endpoint an attempt is made: that whose limits it meets, else the host, channel or data source.
pub(super) fn endpoint(limits: &Limits, effect: &Effect) -> String {
    if let Some(limit) = limits.route(effect).line() {
        return limit.key();
    }
    match effect {
        Effect::Call { request, .. } => authority_of(&request.url).to_ascii_lowercase(),
        Effect::Send { letter, .. } => format!("channel {}", letter.channel),
        Effect::Fetch { need, .. } => format!("source {}", need.source),
        _ => String::new(),
    }
}
