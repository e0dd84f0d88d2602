//! What becomes of a journey that runs on a server, while its version stays: it goes on, pauses in some way, closes,
//! stops.

use super::Despite;
use crate::journey::Lifecycle;
use crate::wire::{ActivationWish, Journey, JourneyState, PauseWish};

/// Another state for what runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// People come in and go on.
    Resume {
        /// What stands in the way of calls there, and is lived with.
        despite: Despite,
    },
    /// Nobody comes in; who comes to an action meanwhile, and for how long, is said or left to the server.
    Pause(Option<PauseWish>),
    /// Nobody comes in any more; those inside finish.
    Close,
    /// Nobody comes in any more; those inside leave at once.
    Stop,
}

impl Turn {
    /// The state that it leads to.
    pub fn state(self) -> Lifecycle {
        match self {
            Self::Resume { .. } => Lifecycle::Live,
            Self::Pause(_) => Lifecycle::Paused,
            Self::Close => Lifecycle::Closed,
            Self::Stop => Lifecycle::Stopped,
        }
    }

    /// What is lived with.
    pub(super) fn despite(self) -> Despite {
        match self {
            Self::Resume { despite } => despite,
            _ => Despite::default(),
        }
    }

    /// What the server is asked for, of this version.
    pub(super) fn wish(self, version: String) -> ActivationWish {
        let pause = match self {
            Self::Pause(pause) => pause,
            _ => None,
        };
        ActivationWish { pause, ..ActivationWish::new(version, self.state().into()) }
    }
}

/// Whether all that was wished for is wanted there already.
pub(super) fn is_wanted(there: &Journey, wish: &ActivationWish) -> bool {
    let is_paused_so = |wish| there.status.pause.as_ref().is_some_and(|pause| pause.is(wish));
    let same = there.spec.as_ref().is_some_and(|spec| (&spec.version, spec.state) == (&wish.version, wish.state));
    same && (wish.state != JourneyState::Paused || wish.pause.is_none_or(is_paused_so))
}
