//! Lines before gates: whoever came first leaves first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Those who wait for the same limit.
#[derive(Debug, Default)]
pub struct Line {
    waiting: Mutex<Waiting>,
}

#[derive(Debug, Default)]
struct Waiting {
    last: u64,
    places: BTreeMap<u64, Arc<Notify>>,
}

/// A place in a line. Whoever gives it up lets those behind move on.
#[derive(Debug)]
pub struct Place {
    line: Arc<Line>,
    number: u64,
    called: Arc<Notify>,
}

impl Line {
    /// The place behind all others.
    pub fn last_place(self: &Arc<Self>) -> Place {
        let called = Arc::<Notify>::default();
        let number = {
            let mut waiting = self.waiting();
            waiting.last += 1;
            let number = waiting.last;
            waiting.places.insert(number, Arc::clone(&called));
            number
        };
        Place { line: Arc::clone(self), number, called }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Waits until nobody stands before it.
    pub async fn is_first(&self) {
        while self.line.waiting().places.first_key_value().is_none_or(|(first, _)| *first != self.number) {
            self.called.notified().await;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut waiting = self.line.waiting();
        waiting.places.remove(&self.number);
        if let Some((_, called)) = waiting.places.first_key_value() {
            // Kept for those who do not listen yet.
            called.notify_one();
        }
    }
}
