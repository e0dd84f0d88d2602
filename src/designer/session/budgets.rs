//! How long the messages of the open journey take from what triggers them: worked out once for each revision, and only
//! while something shows it.

use std::collections::BTreeMap;

use crate::check::{Arrival, Budget, arrivals, budgets};
use crate::journey::{ActivityId, JourneyId, Workspace};

/// When people come to each step on the way to a message.
pub type Arrivals = BTreeMap<ActivityId, Arrival>;

/// See the module.
#[derive(Default)]
pub(super) struct Budgets {
    messages: Option<((u64, JourneyId), Vec<Budget>)>,
    along: Option<((u64, JourneyId, ActivityId), Arrivals)>,
    /// Whether the way to the selected message is shown on the canvas.
    shown: bool,
}

impl Budgets {
    /// Brings it up to this revision of the open journey; `is_wanted`: a message is looked at; `message`: the one that
    /// is selected.
    pub fn keep_up(
        &mut self,
        (workspace, revision): (&Workspace, u64),
        journey: &JourneyId,
        is_wanted: bool,
        message: Option<&ActivityId>,
    ) {
        let Some(known) = workspace.journeys.get(journey) else { return };
        let (inventory, platform) = (&*workspace.inventory, workspace.settings.platform);
        let key = (revision, journey.clone());
        if is_wanted && self.messages.as_ref().is_none_or(|(made, _)| *made != key) {
            self.messages = Some((key, budgets(known, inventory, platform)));
        }
        let Some(message) = message.filter(|_| self.shown) else {
            self.along = None;
            return;
        };
        let key = (revision, journey.clone(), message.clone());
        if self.along.as_ref().is_none_or(|(made, _)| *made != key) {
            let arrivals = arrivals(known, inventory, platform, message);
            self.along = Some((key, arrivals.into_iter().map(|it| (it.activity.clone(), it)).collect()));
        }
    }

    /// How long this message of the journey takes; nothing where it is not looked at, or sends nothing.
    pub fn of(&self, journey: &JourneyId, message: &ActivityId) -> Option<&Budget> {
        let (_, budgets) = self.messages.as_ref().filter(|((_, known), _)| known == journey)?;
        budgets.iter().find(|budget| &budget.activity == message)
    }

    /// When people come to the steps on the way to the selected message, while that is shown.
    pub fn along(&self, journey: &JourneyId) -> Option<&Arrivals> {
        let along = self.along.as_ref().filter(|((_, known, _), _)| known == journey);
        along.map(|(_, arrivals)| arrivals)
    }

    /// Whether it is shown.
    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// Shows it, or no longer.
    pub fn show(&mut self, shown: bool) {
        self.shown = shown;
    }
}
