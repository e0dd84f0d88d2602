//! The runs that are not over, by number, and names by number.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Map;
use crate::journey::ActivityId;
use crate::run::{Program, State};

/// A run that is not over.
pub(super) struct Run {
    pub program: Arc<Program>,
    pub state: State,
    pub journey: u16,
    pub person: u32,
}

/// The runs that are not over. Names are numbers that grow.
#[derive(Default)]
pub(super) struct Runs {
    first: u64,
    places: VecDeque<Option<Box<Run>>>,
    pub inside: usize,
}

impl Runs {
    fn place(&self, key: u64) -> Option<usize> {
        usize::try_from(key.checked_sub(self.first)?).ok()
    }

    pub(super) fn get(&self, key: u64) -> Option<&Run> {
        self.places.get(self.place(key)?)?.as_deref()
    }

    pub(super) fn get_mut(&mut self, key: u64) -> Option<&mut Run> {
        let place = self.place(key)?;
        self.places.get_mut(place)?.as_deref_mut()
    }

    pub(super) fn add(&mut self, run: Run) -> u64 {
        self.places.push_back(Some(Box::new(run)));
        self.inside += 1;
        self.first + self.places.len() as u64 - 1
    }

    pub(super) fn remove(&mut self, key: u64) {
        let place = self.place(key);
        if place.and_then(|place| self.places.get_mut(place)).and_then(Option::take).is_some() {
            self.inside -= 1;
        }
        while let Some(None) = self.places.front() {
            self.places.pop_front();
            self.first += 1;
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (u64, &Run)> {
        (self.first..).zip(&self.places).filter_map(|(key, run)| Some((key, run.as_deref()?)))
    }
}

/// Ids of activities and messages by number, so that what waits is small.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: Map<ActivityId, u32>,
    pub ids: Vec<ActivityId>,
}

impl Names {
    pub(super) fn number(&mut self, id: &ActivityId) -> u32 {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.push(id.clone());
        self.numbers.insert(id.clone(), number);
        number
    }
}
