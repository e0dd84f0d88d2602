//! Exact coverage: for every branch of a journey whether somebody can take it, how many paths there are, and the fewest
//! test people that were found who together take every branch.
//!
//! What conditions ask is put into regions of values that no condition tells apart (`region`); what is known of a
//! person travels through the journey as a decision diagram (`model`, `reach`), and so do all paths at once
//! (`paths`). A branch that nobody can take is proved (`because`); for every other a person is made (`plan`,
//! `values`) and sent through the dry run (`direct`), and only what the run shows counts as covered. Parts of
//! conditions that are not taken apart may say yes or no: what depends on them is called open where no run shows it.
//!
//! Attributes and memberships are live: they may be otherwise whenever time passes, be it only while a message is
//! handed over. Between two steps without anything of that kind they stay. People are in an audience with a rule when
//! the rule says so, data are as schemas and samples declare them, and nobody is held up by a crowd; what a test may
//! state against a rule does not count, nor does a pause of the journey.

mod because;
mod build;
mod choose;
mod clock;
mod collect;
mod direct;
mod leaf;
mod logic;
mod model;
mod notes;
mod paths;
mod plan;
mod probe;
mod reach;
mod region;
mod result;
mod said;
mod shape;
mod term;
mod text;
mod values;
mod watch;
mod ways;

pub use result::{BranchCover, CoverError, CoverScenario, Coverage, Covered, Hop, Note, NoteKind};
pub(super) use term::{Key, Terms};
pub use watch::Progress;

use crate::journey::{Journey, JourneyId, Profile, Workspace};
use crate::run::{CompileError, Program};

use choose::Choosing;
use model::all;
use watch::Watch;

/// Decides every branch of a journey, and lists so many of its paths.
///
/// # Errors
/// See [`CoverError`].
pub fn cover(workspace: &Workspace, journey: &JourneyId, listed: usize) -> Result<Coverage, CoverError> {
    cover_watched(workspace, journey, listed, &mut |_| true)
}

/// As [`cover`]; `go_on` is asked now and then how far it is, false ends it.
///
/// # Errors
/// See [`CoverError`].
pub fn cover_watched(
    workspace: &Workspace,
    journey: &JourneyId,
    listed: usize,
    go_on: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Coverage, CoverError> {
    let watch = Watch::new(go_on);
    let program = Program::compile(workspace, journey)?;
    let found = workspace.journeys.get(journey).ok_or_else(|| CompileError::NoJourney(journey.clone()))?;
    let entry = entry(found).ok_or_else(|| CompileError::NoEntry(found.name.clone()))?;
    let model = build::model(workspace, found, entry).ok_or_else(|| CoverError::TooLarge(found.name.clone()))?;
    let reach = reach::reach(&model, &all);
    if !watch.goes_on() {
        return Err(CoverError::GivenUp);
    }
    let paths = paths::paths(&model, false);
    let drawn = paths::paths(&model, true);
    let nobody = Profile::default();
    let base = workspace.inventory.profiles.iter().find(|profile| profile.test_profile).unwrap_or(&nobody);
    let base = values::Base::of(&model, &program, base);
    let mut choosing = Choosing::new(&model, workspace, &base, (&reach, paths.as_ref()), &watch);
    choosing.cover();
    let count = |paths: Option<&paths::Paths>| match paths {
        Some(_) if model.is_cyclic => "unlimited".to_owned(),
        Some(paths) => paths.count.clone(),
        None => "too many to count".to_owned(),
    };
    let first = paths.as_ref().map(|paths| paths.first(&model, listed)).unwrap_or_default();
    let coverage = Coverage {
        journey: journey.clone(),
        name: found.name.clone(),
        paths: count(paths.as_ref()),
        reservations: notes::reservations(&model),
        drawn: count(drawn.as_ref()),
        lower_bound: choosing.lower_bound(),
        branches: choosing.branches(),
        notes: notes::notes(&model, &reach),
        listed: first.iter().map(|path| result::hops(&model, path)).collect(),
        scenarios: choosing.scenarios(),
    };
    if watch.goes_on() { Ok(coverage) } else { Err(CoverError::GivenUp) }
}

/// The one step that begins it, by its place.
fn entry(journey: &Journey) -> Option<usize> {
    let id = &journey.roots().find(|activity| activity.kind.can_enter())?.id;
    journey.activities.iter().position(|activity| activity.id == *id)
}
