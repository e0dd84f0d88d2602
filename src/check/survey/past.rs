//! What a journey was in the versions of it that were published: what a new version is held against.

use super::Flow;
use crate::edit::version::flows_otherwise;
use crate::journey::{Journey, JourneyId, Kind, Version, Workspace};

/// A published version, as rules see it.
pub struct Past<'a> {
    /// Its number.
    pub number: u32,
    /// The journey as it was.
    pub journey: &'a Journey,
    /// Its entry.
    pub entry: Option<&'a Kind>,
}

impl<'a> Past<'a> {
    fn of(version: &'a Version) -> Self {
        let flow = Flow::of(&version.journey);
        let entry = flow.entry.map(|index| &flow.steps[index].activity.kind);
        Self { number: version.number, journey: &version.journey, entry }
    }

    /// The first version of a journey that was published. What was only kept binds nobody.
    pub fn first(workspace: &'a Workspace, journey: &JourneyId) -> Option<Self> {
        workspace.versions_of(journey).find(|version| version.published.is_some()).map(|version| Self::of(version))
    }

    /// The last version of a journey that was published, where the draft says something else by now: the draft is then
    /// a version of its own.
    pub fn before(workspace: &'a Workspace, journey: &JourneyId) -> Option<Self> {
        let mut published = workspace.versions_of(journey).rev().filter(|version| version.published.is_some());
        let latest = published.next()?;
        let draft = workspace.journeys.get(journey)?;
        flows_otherwise(draft, latest).then(|| Self::of(latest))
    }
}
