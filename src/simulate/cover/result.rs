//! What a coverage says, as plain data.

use std::sync::Arc;

use serde::Serialize;
use thiserror::Error;

use crate::journey::{ActivityId, BranchId, Inventory, JourneyId, Port, Profile, Scenario, Workspace};
use crate::run::{CompileError, port_word};

use super::model::{Model, Out};
use super::paths::Path;

/// Why nothing can be said of a journey.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CoverError {
    /// It cannot be run.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// It asks more than there is room for.
    #[error("“{0}” asks more than can be told apart exactly: split it by a jump")]
    TooLarge(String),
    /// Whoever watched wanted no more of it.
    #[error("it was given up")]
    GivenUp,
}

/// What is known of a journey's branches and paths.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// Which journey.
    pub journey: JourneyId,
    /// What people call it.
    #[serde(skip)]
    pub name: String,
    /// How many paths somebody can take, in digits; `unlimited` where ways lead back.
    pub paths: String,
    /// Why there may be fewer: what is not told apart exactly. None where the count is exact.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reservations: Vec<String>,
    /// How many are drawn, whatever they ask.
    pub drawn: String,
    /// No set of test people that covers as much is smaller.
    pub lower_bound: usize,
    /// Every branch, in the order of the steps.
    pub branches: Vec<BranchCover>,
    /// Conditions that overlap or leave a gap.
    pub notes: Vec<Note>,
    /// Paths that were asked for, from the entry to the end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub listed: Vec<Vec<Hop>>,
    /// The test people.
    pub scenarios: Vec<CoverScenario>,
}

/// What is known of a branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BranchCover {
    /// The step.
    pub activity: ActivityId,
    /// The way out of it: the id of a path, or `next`, `other`, `timeout`, `error`.
    pub branch: String,
    /// The same as a port.
    #[serde(skip)]
    pub port: Port,
    /// Whether somebody takes it.
    pub status: Covered,
    /// Why, in plain words.
    pub because: String,
    /// The scenario that takes it, where there is one.
    pub scenario: Option<String>,
}

/// Whether somebody takes a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Covered {
    /// A scenario takes it.
    Covered,
    /// Nobody can.
    Impossible,
    /// Nobody was found who does, and nothing proves that nobody can.
    Open,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hop {
    /// The step.
    pub activity: ActivityId,
    /// By which way it is left; `leaves` where people leave the journey here.
    pub branch: String,
}

/// A test person, and what happens to them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoverScenario {
    /// What the scenario is called.
    pub name: String,
    /// The path that it takes.
    pub path: Vec<Hop>,
    /// The scenario, with what it must show.
    #[serde(skip)]
    pub scenario: Scenario,
    /// The person.
    #[serde(skip)]
    pub profile: Profile,
}

/// Something that a condition does and nobody may have meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The condition.
    pub activity: ActivityId,
    /// What.
    pub kind: NoteKind,
    /// The paths that it is about.
    pub branches: Vec<BranchId>,
    /// In plain words, with a person who shows it.
    pub because: String,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum NoteKind {
    /// Somebody fits two paths; the upper one takes them.
    Overlap,
    /// Somebody fits no path and leaves.
    Gap,
}

impl Coverage {
    /// A workspace with the journey, the test people and their scenarios, and nobody else.
    pub fn workspace(&self, around: &Workspace) -> Workspace {
        let mut workspace = around.clone();
        let mut inventory = Inventory::clone(&workspace.inventory);
        inventory.profiles = self.scenarios.iter().map(|made| made.profile.clone()).collect();
        inventory.profiles.sort_by(|one, other| one.id.cmp(&other.id));
        workspace.inventory = Arc::new(inventory);
        workspace.versions.clear();
        workspace.scenarios =
            self.scenarios.iter().map(|made| (made.scenario.id.clone(), Arc::new(made.scenario.clone()))).collect();
        workspace
    }

    /// How many branches are of this kind.
    pub fn count(&self, status: Covered) -> usize {
        self.branches.iter().filter(|branch| branch.status == status).count()
    }
}

/// A path as plain data.
pub(super) fn hops(model: &Model<'_>, path: &Path) -> Vec<Hop> {
    let hop = |(step, way): &(usize, usize)| Hop {
        activity: model.steps[*step].activity.id.clone(),
        branch: word(&model.steps[*step].ways[*way].out),
    };
    path.iter().map(hop).collect()
}

/// How a way is called.
pub(super) fn word(out: &Out) -> String {
    match out {
        Out::By(port) => port_word(port),
        Out::Leaves => "leaves".to_owned(),
    }
}
