//! The figures of a forecast, from which the rules about volumes take theirs once somebody ran one.
//!
//! Plain data: whoever runs a forecast fills it in. It knows of which document it was made, and counts for no other:
//! after an edit that could change what was forecast the stated figures hold again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::survey::crowd::Measured;
use super::survey::load::Limit;
use crate::journey::{Inventory, Journey, JourneyId, Population, Settings, Workspace};

/// What a forecast counted.
#[derive(Clone, Debug, Default)]
pub struct Volumes {
    of: Basis,
    /// What came to each place that journeys share, by the journey that sent it; what is not here got nothing.
    pub calls: BTreeMap<Limit, BTreeMap<JourneyId, Measured>>,
    /// How people came into each journey; nobody came into what is not here.
    pub entries: BTreeMap<JourneyId, Entries>,
}

/// How people came into a journey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// In the busiest second.
    pub per_second: i64,
    /// In all.
    pub people: i64,
}

/// The document of which a forecast was made.
#[derive(Clone, Debug, Default)]
struct Basis {
    inventory: Arc<Inventory>,
    settings: Arc<Settings>,
    population: Option<Arc<Population>>,
    journeys: BTreeMap<JourneyId, Arc<Journey>>,
}

impl Volumes {
    /// No figures yet, of a forecast of this document.
    pub fn of(workspace: &Workspace) -> Self {
        let of = Basis {
            inventory: workspace.inventory.clone(),
            settings: workspace.settings.clone(),
            population: workspace.population.clone(),
            journeys: workspace.journeys.clone(),
        };
        Self { of, ..Self::default() }
    }

    /// Whether the document is still the one of which the forecast was made, but for where cards stand.
    pub fn hold_for(&self, workspace: &Workspace) -> bool {
        let Basis { inventory, settings, population, journeys } = &self.of;
        let is_population = match (population, &workspace.population) {
            (Some(known), Some(now)) => is_same(known, now),
            (known, now) => known.is_none() && now.is_none(),
        };
        is_population
            && is_same(inventory, &workspace.inventory)
            && is_same(settings, &workspace.settings)
            && journeys.len() == workspace.journeys.len()
            && journeys
                .iter()
                .zip(&workspace.journeys)
                .all(|((id, known), (other, now))| id == other && (Arc::ptr_eq(known, now) || is_alike(known, now)))
    }
}

fn is_same<T: PartialEq>(known: &Arc<T>, now: &Arc<T>) -> bool {
    Arc::ptr_eq(known, now) || known == now
}

/// Whether people go through both in the same way.
fn is_alike(known: &Journey, now: &Journey) -> bool {
    known.properties == now.properties && known.activities == now.activities && known.connections == now.connections
}
