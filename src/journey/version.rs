//! Versions: what a journey was at a moment, with everything that it reached then. A kept version is never edited and
//! no rename touches it; whoever goes back to one makes a new draft of it.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Definition, Inventory, Journey, JourneyId, Target, Workspace};

/// Which version: of which journey, and its number from 1.
pub type VersionId = (JourneyId, u32);

/// A kept version of a journey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Version {
    /// Counted from 1 for each journey.
    pub number: u32,
    /// When it was kept.
    pub kept: Timestamp,
    /// When somebody marked it as published. It is a person's word: what an environment really runs, it alone knows.
    pub published: Option<Timestamp>,
    /// The journey as it was, with its layout and its notes.
    pub journey: Journey,
    /// What it reached.
    pub inventory: Inventory,
    /// The journeys to which it jumped.
    pub targets: Vec<Target>,
}

impl Version {
    /// The journey as it is now, as its next version; `None` where there is no such journey.
    pub fn next(workspace: &Workspace, journey: &JourneyId, now: Timestamp) -> Option<Self> {
        let mut whole = Journey::clone(workspace.journeys.get(journey)?);
        whole.sort();
        let Definition { inventory, targets, .. } = Definition::of(workspace, journey)?;
        // A version whose file cannot be read keeps its number: the draft still says that it goes on from it.
        let latest = workspace.latest_version(journey).map_or(0, |latest| latest.number);
        let number = latest.max(whole.based_on.unwrap_or_default()).saturating_add(1);
        Some(Self { number, kept: Self::moment(now), published: None, journey: whole, inventory, targets })
    }

    /// The moment as files say it, in whole seconds: what is finer would be another moment after the next start.
    pub fn moment(now: Timestamp) -> Timestamp {
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }

    /// Which version it is.
    pub fn id(&self) -> VersionId {
        (self.journey.id.clone(), self.number)
    }

    /// What was checked, run and handed over under this number.
    pub fn definition(&self) -> Definition {
        let workspace = Workspace {
            inventory: Arc::new(self.inventory.clone()),
            journeys: [(self.journey.id.clone(), Arc::new(self.journey.clone()))].into_iter().collect(),
            ..Workspace::default()
        };
        let definition = Definition::of(&workspace, &self.journey.id).unwrap_or_default();
        Definition { targets: self.targets.clone(), ..definition }
    }
}

impl Workspace {
    /// The kept versions of a journey, the first one first.
    pub fn versions_of<'a>(
        &'a self,
        journey: &JourneyId,
    ) -> impl DoubleEndedIterator<Item = &'a Arc<Version>> + Clone + use<'a> {
        self.versions.range((journey.clone(), 0)..=(journey.clone(), u32::MAX)).map(|(_, version)| version)
    }

    /// The version of a journey that was kept last.
    pub fn latest_version(&self, journey: &JourneyId) -> Option<&Arc<Version>> {
        self.versions_of(journey).next_back()
    }
}
