//! A place in the document: where a finding points, where an undo leads.

use super::{ActivityId, ConnectionId, ItemRef, JourneyId, ScenarioId};

/// A place in the document; the narrower fields are filled as far as they apply.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// In which journey.
    pub journey: Option<JourneyId>,
    /// At which activity.
    pub activity: Option<ActivityId>,
    /// At which wire.
    pub connection: Option<ConnectionId>,
    /// At which object of the inventory.
    pub item: Option<ItemRef>,
    /// In which scenario.
    pub scenario: Option<ScenarioId>,
    /// At which field, as the text form names it, joined by dots: `timeout`, `properties.reentrance.wait`,
    /// `paths.path-k3md.expression`, `values.body.to`. Names of enum variants are left out.
    pub field: Option<String>,
}

impl Place {
    /// A journey as a whole.
    pub fn journey(journey: &JourneyId) -> Self {
        Self { journey: Some(journey.clone()), ..Self::default() }
    }

    /// An activity.
    pub fn activity(journey: &JourneyId, activity: &ActivityId) -> Self {
        Self { journey: Some(journey.clone()), activity: Some(activity.clone()), ..Self::default() }
    }

    /// A wire.
    pub fn connection(journey: &JourneyId, connection: &ConnectionId) -> Self {
        Self { journey: Some(journey.clone()), connection: Some(connection.clone()), ..Self::default() }
    }

    /// An object of the inventory.
    pub fn item(item: ItemRef) -> Self {
        Self { item: Some(item), ..Self::default() }
    }

    /// The same place, at this field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}
