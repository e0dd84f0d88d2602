//! What may be referred to at a step.

use crate::journey::Inventory;

/// What may be referred to at a step. Cheap to clone and to narrow.
#[derive(Clone, Debug, Default)]
pub struct Scope;

impl Scope {
    /// Everything that an inventory holds.
    pub fn of(_inventory: &Inventory) -> Self {
        Self
    }

    /// Only these events: those that every path to the step has passed.
    #[must_use]
    pub fn with_events<'a>(self, _names: impl IntoIterator<Item = &'a str>) -> Self {
        self
    }

    /// Only these actions: those that stand before the step.
    #[must_use]
    pub fn with_actions<'a>(self, _names: impl IntoIterator<Item = &'a str>) -> Self {
        self
    }
}
