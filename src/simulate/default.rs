//! The scenario that is run when none is given: every test profile enters once.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::journey::{
    AudienceId, Behaviour, Duration, Happening, JourneyId, Profile, ProfileId, Scenario, What, Workspace,
};
use crate::run::audiences::Audiences;
use crate::run::{Entry, Program, Someone};

use super::SetupError;

/// 2026-01-05T09:00Z, a Monday, in seconds since 1970.
const START: i64 = 1_767_603_600;

/// The moment at which a run begins when nothing else is said: 2026-01-05T09:00Z.
pub const fn default_start() -> Timestamp {
    Timestamp::constant(START, 0)
}

/// The same moment on a clock that has no time zone.
pub fn default_clock() -> DateTime {
    default_start().to_zoned(TimeZone::UTC).datetime()
}

/// What is run when no scenario is given: each test profile enters once, with the event's sample as that person would
/// bring it, by the change of membership that counts, or by one reading of the audience beside the schedule; at
/// 2026-01-05T09:00Z, with seed 1, until nothing waits or for 91 days.
///
/// # Errors
/// [`SetupError::Compile`]; [`SetupError::Nobody`] where the workspace has no test profile.
pub fn default_scenario(workspace: &Workspace, journey: &JourneyId) -> Result<Scenario, SetupError> {
    let program = Program::compile(workspace, journey)?;
    let flagged = || workspace.inventory.profiles.iter().filter(|profile| profile.test_profile);
    let profiles: Vec<ProfileId> = flagged().map(|profile| profile.id.clone()).collect();
    if profiles.is_empty() {
        return Err(SetupError::Nobody);
    }
    let everybody = |what| Happening { after: Duration::Seconds(0), milliseconds: 0, profile: None, what };
    let happenings = match program.entry() {
        Entry::Event(Some(event)) | Entry::Reading { business: Some(event), .. } => {
            vec![everybody(What::Event { event, payload: String::new() })]
        }
        Entry::Reading { .. } => vec![everybody(What::ReadAudience)],
        Entry::Qualification { audience: Some(audience), behaviour, .. } => {
            let audiences = Audiences::of(&workspace.inventory);
            flagged().flat_map(|profile| change(profile, &audiences, &audience, behaviour)).collect()
        }
        Entry::Event(None) | Entry::Qualification { audience: None, .. } => Vec::new(),
    };
    Ok(Scenario {
        name: "Every test profile once".to_owned(),
        beside_schedule: true,
        profiles,
        happenings,
        ..Scenario::new("scenario-default".into(), journey.clone(), default_start())
    })
}

/// What has to happen to a person so that the change of membership comes about that the journey waits for.
fn change(profile: &Profile, audiences: &Audiences, audience: &AudienceId, behaviour: Behaviour) -> Vec<Happening> {
    let inside = Someone::new(profile, audiences, default_start()).person.audiences.contains(audience);
    let enter = || What::EnterAudience(audience.clone());
    let leave = || What::LeaveAudience(audience.clone());
    let changes = match (behaviour, inside) {
        (Behaviour::Enter, true) => vec![leave(), enter()],
        (Behaviour::Enter | Behaviour::Both, false) => vec![enter()],
        (Behaviour::Exit, false) => vec![enter(), leave()],
        (Behaviour::Exit | Behaviour::Both, true) => vec![leave()],
    };
    let happening =
        |what| Happening { after: Duration::Seconds(0), milliseconds: 0, profile: Some(profile.id.clone()), what };
    changes.into_iter().map(happening).collect()
}
