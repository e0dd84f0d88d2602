//! What is selected: kept by the session, asked for by panels.

use crate::journey::{ActivityId, ConnectionId};

/// What is selected on the canvas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Activities, sorted.
    pub activities: Vec<ActivityId>,
    /// Wires, sorted.
    pub connections: Vec<ConnectionId>,
}

impl Selection {
    /// One activity and nothing else.
    pub fn activity(id: &ActivityId) -> Self {
        Self { activities: vec![id.clone()], connections: Vec::new() }
    }

    /// True where nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.activities.is_empty() && self.connections.is_empty()
    }

    /// The wire, where exactly one is selected and nothing else.
    pub fn single_wire(&self) -> Option<&ConnectionId> {
        match (self.connections.as_slice(), self.activities.is_empty()) {
            ([only], true) => Some(only),
            _ => None,
        }
    }

    /// The activity, where exactly one is selected and nothing else.
    pub fn single(&self) -> Option<&ActivityId> {
        match (self.activities.as_slice(), self.connections.is_empty()) {
            ([only], true) => Some(only),
            _ => None,
        }
    }
}
