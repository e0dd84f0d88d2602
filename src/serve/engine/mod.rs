//! The engine: what the writer's thread owns. Brings about what is wanted of journeys, within the writer's transaction.

use jiff::Timestamp;

use super::store::{Activations, Store, StoreError, Wanted};
use super::writer::Keeper;
use crate::journey::JourneyId;

/// The engine over its store.
#[derive(Debug)]
pub struct Engine {
    /// What is kept.
    pub store: Store,
    now: Timestamp,
}

impl Engine {
    /// An engine over this store.
    pub fn new(store: Store) -> Self {
        Self { store, now: Timestamp::MIN }
    }

    /// Writes down what is wanted of a journey, and brings it about in the same transaction; yields the generation.
    /// Whether it may be wanted is for whoever asks.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn want(&mut self, journey: &JourneyId, definition: i64, state: Wanted) -> Result<i64, StoreError> {
        let activations = Activations(self.store.connection());
        let generation = activations.want(journey, definition, state, self.now)?;
        activations.observe(journey, generation, definition, state, self.now)?;
        Ok(generation)
    }
}

impl Keeper for Engine {
    fn begin(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.now = now;
        self.store.begin()
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.store.commit()
    }

    fn forget(&mut self) {
        self.store.roll_back();
    }

    fn committed(&mut self) {}

    fn due(&mut self) -> Option<Timestamp> {
        None
    }

    fn work(&mut self, _: Timestamp, _: usize) -> Result<(), StoreError> {
        Ok(())
    }
}
