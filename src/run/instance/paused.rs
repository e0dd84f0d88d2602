//! In a paused journey waits, conditions and events go on; who comes to an action is held there, or leaves ("Pause a
//! journey", help/using/building-journeys/journey-pause.md). What was handed over before is not called back.

use crate::journey::{ActivityId, AtAction};
use crate::run::plan::Node;
use crate::run::{Reason, WaitingFor};

use super::Machine;
use super::arrive::Arrival;
use super::leave::Departure;

impl Machine<'_> {
    /// What arriving at an activity comes to where the pause decides it; `due` where a message has its hour.
    pub(super) fn in_pause(&self, node: &Node, due: bool) -> Option<Arrival> {
        let at_action = self.pause.filter(|_| node.stands_in_a_pause())?;
        Some(match at_action {
            AtAction::Hold => Arrival::Wait(WaitingFor::Paused { due }, Vec::new()),
            AtAction::Discard => {
                Arrival::Leave(Departure::end(Reason::Paused, "leaves here: the journey is paused, and holds nobody"))
            }
        })
    }

    /// The journey goes on: what was held is done, with data as they are now.
    pub(super) fn resumed(&mut self) {
        if self.pause.is_some() {
            return;
        }
        while let Some((position, activity, due)) = self.first_held() {
            let Some((index, _)) = self.program.node(&activity) else { return };
            self.resume(index, Some(position), &[], due);
        }
    }

    /// Where in the list of what is waited for the first action stands that is held.
    fn first_held(&self) -> Option<(usize, ActivityId, bool)> {
        self.state.waiting.iter().enumerate().find_map(|(position, waiting)| match waiting.what {
            WaitingFor::Paused { due } => Some((position, waiting.activity.clone(), due)),
            _ => None,
        })
    }
}
