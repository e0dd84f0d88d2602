//! From a scenario to a trace.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use crate::journey::{Duration, Profile, ProfileId, Scenario, Workspace};
use crate::run::audiences::Audiences;
use crate::run::instance::LIFETIME;
use crate::run::{CompileError, Program, Someone};

use super::Trace;
use super::drive::Drive;
use super::outside::{Mocks, Outside};
use super::volume::faults_of_behaviour;

/// Why a dry run cannot begin.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SetupError {
    /// The journey cannot be run.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// A profile is named that is not there.
    #[error("there is no profile {0}: choose another one, or add it to the workspace")]
    NoProfile(ProfileId),
    /// A profile is named that test runs refuse.
    #[error("“{0}” is not flagged as a test profile: set the flag, or choose another one")]
    NoTestProfile(String),
    /// What other systems answer cannot be made out.
    #[error("{list}, entry {entry}: {message}")]
    Mock {
        /// The list of the scenario in which it stands.
        list: &'static str,
        /// Which entry, from 1.
        entry: usize,
        /// What is wrong and what to do.
        message: String,
    },
    /// Nobody takes part.
    #[error("nobody takes part: name at least one test profile")]
    Nobody,
}

/// Runs a scenario from its start until nothing waits, or its end. The same workspace, scenario and seed give the
/// same trace.
///
/// # Errors
/// See [`SetupError`].
pub fn dry_run(workspace: &Workspace, scenario: &Scenario) -> Result<Trace, SetupError> {
    drive(workspace, scenario, |drive| drive.run().0)
}

/// The same, with the key of each attempt that would leave the house, in order: those that a server sends.
///
/// # Errors
/// See [`SetupError`].
pub fn dry_run_with_keys(workspace: &Workspace, scenario: &Scenario) -> Result<(Trace, Vec<String>), SetupError> {
    drive(workspace, scenario, |drive| drive.noting_keys().run())
}

fn drive<T>(workspace: &Workspace, scenario: &Scenario, run: impl FnOnce(Drive<'_>) -> T) -> Result<T, SetupError> {
    let program = Program::compile(workspace, &scenario.journey)?;
    // Instants are whole milliseconds.
    let start = Timestamp::from_millisecond(scenario.start.as_millisecond()).unwrap_or(scenario.start);
    let scenario = &Scenario { start, ..scenario.clone() };
    let until = match scenario.until {
        Some(until) => until,
        None => start.checked_add(LIFETIME).unwrap_or(Timestamp::MAX),
    };
    let people = people(workspace, scenario)?;
    behaviours(workspace, scenario)?;
    let mocks = Mocks::of(scenario)?;
    let outside = Outside::new(scenario.seed, &workspace.inventory, mocks, &scenario.systems).judging();
    Ok(run(Drive::new(workspace, scenario, program, (people, outside), until)))
}

pub(super) fn people(workspace: &Workspace, scenario: &Scenario) -> Result<BTreeMap<ProfileId, Someone>, SetupError> {
    let audiences = Audiences::of(&workspace.inventory);
    let mut people = BTreeMap::new();
    let happenings = scenario.happenings.iter().filter_map(|happening| happening.profile.as_ref());
    for id in scenario.profiles.iter().chain(happenings) {
        let profile = workspace.inventory.get::<Profile>(id).ok_or_else(|| SetupError::NoProfile(id.clone()))?;
        if !profile.test_profile {
            return Err(SetupError::NoTestProfile(profile.name.clone()));
        }
        let mut someone = Someone::new(profile, &audiences, scenario.start);
        if let Some(real) = &scenario.real {
            real.outside.iter().for_each(|audience| someone.state(audience, false));
            someone.seen_in(real.inside.iter().cloned().collect());
        }
        people.insert(id.clone(), someone);
    }
    if people.is_empty() { Err(SetupError::Nobody) } else { Ok(people) }
}

/// Whether what a scenario says of systems and reactions by chance makes sense.
pub(super) fn behaviours(workspace: &Workspace, scenario: &Scenario) -> Result<(), SetupError> {
    match faults_of_behaviour(workspace, &scenario.reactions, &scenario.systems).into_iter().next() {
        Some(fault) => Err(SetupError::Mock { list: fault.field, entry: fault.entry, message: fault.message }),
        None => Ok(()),
    }
}

/// A moment so long after another; the last moment of all rather than an overflow.
pub(super) fn after(start: Timestamp, after: Duration) -> Timestamp {
    start.checked_add(SignedDuration::from_millis(after.milliseconds())).unwrap_or(Timestamp::MAX)
}
