//! What environments were last seen to do with a journey: a fact of the outside, no part of the document. No edit makes
//! it, no undo takes it back, and whoever looks again sees more.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{EnvironmentId, JourneyId, Version};

/// What environments were last seen to do with a journey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Which journey.
    pub journey: JourneyId,
    /// One for each environment, by its id.
    pub environments: Vec<Observation>,
}

/// What an environment was seen to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Which environment.
    pub environment: EnvironmentId,
    /// Content hash of the version by which people are let in there, or were last.
    pub version: String,
    /// In which state it is.
    pub state: Lifecycle,
    /// When that was seen, in whole seconds.
    pub at: Timestamp,
}

/// In which state a journey is in an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lifecycle {
    /// People are let in and go on.
    Live,
    /// Nobody is let in; those inside go on up to their next action.
    Paused,
    /// Nobody is let in; those inside finish.
    Closed,
    /// Nobody is let in; those inside left at once.
    Stopped,
}

impl Lifecycle {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Live, Self::Paused, Self::Closed, Self::Stopped];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Stopped => "stopped",
        }
    }
}

impl Observed {
    /// What this environment was last seen to do.
    pub fn of(&self, environment: &EnvironmentId) -> Option<&Observation> {
        self.environments.iter().find(|seen| seen.environment == *environment)
    }

    /// Takes note of what was seen, in the place of what was seen there before.
    pub fn note(&mut self, seen: Observation) {
        self.environments.retain(|known| known.environment != seen.environment);
        self.environments.push(Observation { at: Version::moment(seen.at), ..seen });
        self.environments.sort_by(|a, b| a.environment.cmp(&b.environment));
    }

    /// Takes note that nothing of the journey was seen there.
    pub fn forget(&mut self, environment: &EnvironmentId) {
        self.environments.retain(|known| known.environment != *environment);
    }
}
