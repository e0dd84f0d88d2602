//! The engine: what the writer's thread owns. Brings about what is wanted of journeys, within the writer's transaction.

use jiff::Timestamp;

use super::store::{Store, StoreError};
use super::writer::Keeper;

/// The engine over its store.
#[derive(Debug)]
pub struct Engine {
    /// What is kept.
    pub store: Store,
}

impl Engine {
    /// An engine over this store.
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

impl Keeper for Engine {
    fn begin(&mut self, _: Timestamp) -> Result<(), StoreError> {
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
