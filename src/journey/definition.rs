//! A definition: one journey with exactly the inventory that it reaches, and nothing that does not run.
//!
//! It is what is checked, compiled, exported and pushed. Layout, notes and what an import could not map
//! stay behind.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Inventory, Journey, JourneyId, Kind, Workspace, reach};

/// One journey, ready to leave its workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definition {
    /// The journey, without layout, notes and what an import could not map.
    pub journey: Journey,
    /// What it reaches, directly or through what it reaches. No test profiles, no environments.
    pub inventory: Inventory,
    /// The journeys that it jumps to, by id; only how they begin.
    pub targets: Vec<Target>,
    /// Ids of the guardrails whose errors stood when this left as a draft; none for what is no draft.
    pub standing: Vec<String>,
}

/// A journey elsewhere that a jump leads to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its id.
    pub journey: JourneyId,
    /// What people call it.
    pub name: String,
    /// Its entry, when the definition was made: which event or audience people come by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Kind>,
}

impl Definition {
    /// The definition of a journey of the workspace; `None` where there is no such journey.
    pub fn of(workspace: &Workspace, journey: &JourneyId) -> Option<Self> {
        let mut journey = Journey::clone(workspace.journeys.get(journey)?);
        strip(&mut journey);
        let targets = reach::targets(workspace, &journey);
        let inventory = reach::inventory(&workspace.inventory, &journey, &targets);
        Some(Self { journey, inventory, targets, standing: Vec::new() })
    }

    /// A workspace with this journey alone, to check or run it. Jump targets stand in it as outlines.
    pub fn workspace(&self) -> Workspace {
        let mut workspace = Workspace { inventory: Arc::new(self.inventory.clone()), ..Workspace::default() };
        workspace.outlines = self.targets.iter().map(|target| (target.journey.clone(), target.outline())).collect();
        workspace.journeys.insert(self.journey.id.clone(), Arc::new(self.journey.clone()));
        workspace
    }
}

impl Target {
    /// A journey that consists of the entry alone.
    fn outline(&self) -> Arc<Journey> {
        let entry = self.entry.clone().map(|kind| super::Activity {
            id: format!("{}-entry", kind.id_kind()).as_str().into(),
            kind,
            ..super::Activity::default()
        });
        Arc::new(Journey {
            format: super::FORMAT,
            id: self.journey.clone(),
            name: self.name.clone(),
            activities: entry.into_iter().collect(),
            ..Journey::default()
        })
    }
}

fn strip(journey: &mut Journey) {
    journey.format = super::FORMAT;
    journey.based_on = None;
    journey.layout.clear();
    journey.note.clear();
    journey.extra.clear();
    for activity in &mut journey.activities {
        activity.note.clear();
        activity.suppressed.clear();
        activity.extra.clear();
    }
    journey.sort();
}
