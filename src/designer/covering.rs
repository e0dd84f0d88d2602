//! The coverage of a journey as the window looks at it: the work under way, what came of it, and the edits by which its
//! test people become scenarios of the workspace.

use std::collections::BTreeMap;

use egui::Context;

use super::likeness;
use super::study::Study;
use super::words::word;
use crate::edit::Edit;
use crate::journey::{ActivityId, Item, JourneyId, Port, Profile, ProfileId, Scenario, ScenarioId, Workspace};
use crate::simulate::cover::{BranchCover, CoverScenario, Coverage, Covered, Progress, cover_watched};

/// A wish about the coverage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uncover {
    /// Decide every branch (again).
    Run,
    /// Give it up.
    Cancel,
    /// Go through the way of this test person as a test run, by the name of the scenario.
    Open(String),
    /// Keep all test people and their scenarios.
    Save,
}

/// What came of it.
#[derive(Debug)]
pub struct Found {
    /// What is known.
    pub coverage: Coverage,
    /// The same by branch, for the canvas.
    pub branches: Branches,
}

/// Whether somebody takes each branch.
pub type Branches = BTreeMap<(ActivityId, Port), Covered>;

/// See the module.
#[derive(Debug, Default)]
pub struct Covering {
    study: Study<Progress, Found>,
    /// Of which journey what is under way is.
    of: Option<JourneyId>,
    shown: bool,
}

impl Covering {
    /// The work under way, and what came of the last.
    pub fn study(&self) -> &Study<Progress, Found> {
        &self.study
    }

    /// What is known of this journey.
    pub fn found(&self, journey: &JourneyId) -> Option<&Found> {
        self.study.found().filter(|found| &found.coverage.journey == journey).map(AsRef::as_ref)
    }

    /// What is known of its branches, for the canvas, while it is looked at.
    pub fn painted(&self, journey: &JourneyId) -> Option<&Branches> {
        self.found(journey).filter(|_| self.shown).map(|found| &found.branches)
    }

    /// Whether it is looked at.
    pub(super) fn is_shown(&self) -> bool {
        self.shown
    }

    /// Begins over this journey.
    pub(super) fn begin(&mut self, workspace: &Workspace, journey: &JourneyId, context: &Context) {
        self.of = Some(journey.clone());
        let journey = journey.clone();
        let find = move |workspace: &Workspace, go_on: &mut dyn FnMut(&Progress) -> bool| {
            let coverage = cover_watched(workspace, &journey, 0, go_on).map_err(|error| error.to_string())?;
            let branch = |it: &BranchCover| ((it.activity.clone(), it.port.clone()), it.status);
            let branches = coverage.branches.iter().map(branch).collect();
            Ok(Found { coverage, branches })
        };
        self.study.begin(context, "coverage", workspace, find);
    }

    /// Gives it up.
    pub(super) fn cancel(&mut self) {
        self.study.cancel();
    }

    /// Takes what arrived; what is under way of a journey that is left is given up.
    pub(super) fn keep_up(
        &mut self,
        workspace: &Workspace,
        journey: Option<&JourneyId>,
        revision: u64,
        is_shown: bool,
    ) {
        self.shown = is_shown;
        if self.of.as_ref() != journey {
            self.study.cancel();
        }
        self.study.take_up(word("coverage.broken"));
        if let Some(journey) = journey.filter(|_| is_shown) {
            self.study.compare(workspace, revision, |one, other| likeness::same_way(one, other, journey));
        }
    }
}

/// A test person and their scenario as this workspace takes them: by ids that nobody else has.
pub fn taken_in(made: &CoverScenario, workspace: &Workspace) -> (Profile, Scenario) {
    let (mut profile, mut scenario) = (made.profile.clone(), made.scenario.clone());
    let is_other = |id: &ProfileId| workspace.inventory.get::<Profile>(id).is_some_and(|known| *known != profile);
    let free = free(profile.id.as_str(), |id| is_other(&ProfileId(id.to_owned())));
    let id = ProfileId(free);
    scenario.profiles = vec![id.clone()];
    for happening in &mut scenario.happenings {
        happening.profile = happening.profile.take().map(|_| id.clone());
    }
    for reply in &mut scenario.replies {
        reply.profile = reply.profile.take().map(|_| id.clone());
    }
    scenario.expect.iter_mut().for_each(|run| run.profile = id.clone());
    profile.id = id;
    (profile, scenario)
}

/// The edits by which all test people of a coverage become scenarios.
pub fn kept(coverage: &Coverage, workspace: &Workspace) -> Vec<Edit> {
    let edits = coverage.scenarios.iter().flat_map(|made| {
        let (profile, mut scenario) = taken_in(made, workspace);
        let is_other = |id: &str| {
            let known = workspace.scenarios.get(&ScenarioId(id.to_owned()));
            known.is_some_and(|known| known.journey != scenario.journey)
        };
        scenario.id = ScenarioId(free(scenario.id.as_str(), is_other));
        [Edit::Put(Box::new(Item::Profile(profile))), Edit::PutScenario(Box::new(scenario))]
    });
    edits.collect()
}

/// This id, or one like it that nobody has.
fn free(id: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let others = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.to_owned()).chain(others).find(|id| !is_taken(id)).unwrap_or_default()
}
