//! Whether two documents do the same: what was found for one then holds for the other, wherever cards stand and whatever
//! is noted.

use std::sync::Arc;

use crate::journey::{Journey, JourneyId, Workspace};

/// Whether people go through all journeys of both alike.
pub fn same_world(one: &Workspace, other: &Workspace) -> bool {
    same_around(one, other)
        && one.population == other.population
        && one.journeys.len() == other.journeys.len()
        && one.journeys.keys().all(|id| same_journey(one, other, id))
}

/// Whether people go through this journey of both alike.
pub fn same_way(one: &Workspace, other: &Workspace, journey: &JourneyId) -> bool {
    same_around(one, other) && same_journey(one, other, journey)
}

fn same_around(one: &Workspace, other: &Workspace) -> bool {
    let same_inventory = Arc::ptr_eq(&one.inventory, &other.inventory) || one.inventory == other.inventory;
    same_inventory && one.settings == other.settings
}

fn same_journey(one: &Workspace, other: &Workspace, journey: &JourneyId) -> bool {
    match (one.journeys.get(journey), other.journeys.get(journey)) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other) || same_logic(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn same_logic(one: &Journey, other: &Journey) -> bool {
    one.activities == other.activities && one.connections == other.connections && one.properties == other.properties
}
