//! What was set up for a test run and saved nowhere: it waits while another scenario is looked at, and comes back.
//! Of one's own set-ups, each with a number as its id, the eight that were left last wait; older ones are given up.

use super::Rehearsal;
use crate::journey::{Scenario, ScenarioId, Workspace};
use crate::simulate;

/// How many set-ups of one's own wait.
const MOST: usize = 8;

/// How the id of a set-up of one's own begins, before its number; no saved scenario has such an id.
const OWN: &str = "own-";

/// The number by which people tell their own set-ups apart; none for what came out of a saved scenario.
pub fn own_number(id: &ScenarioId) -> Option<usize> {
    id.as_str().strip_prefix(OWN)?.parse().ok()
}

/// The id of the next set-up of one's own, beside those that wait.
pub(super) fn next_id(aside: &[Scenario]) -> ScenarioId {
    let last = aside.iter().filter_map(|known| own_number(&known.id)).max().unwrap_or(0);
    format!("{OWN}{}", last + 1).as_str().into()
}

impl Rehearsal {
    /// What somebody set up, saved nowhere, and left for another scenario.
    pub fn aside(&self) -> &[Scenario] {
        &self.aside
    }

    /// Whether this saved scenario was changed by somebody who has not saved that: the one that is open, or one that
    /// waits aside.
    pub fn is_pending(&self, scenario: &ScenarioId, workspace: &Workspace) -> bool {
        let open = || self.loaded.as_ref() == Some(scenario) && self.is_changed(workspace);
        self.aside.iter().any(|known| &known.id == scenario) || open()
    }

    /// What somebody set up of their own, out of no saved scenario: the one that is open and those that wait aside, in
    /// the order of their numbers.
    pub fn own<'a>(&'a self, workspace: &'a Workspace) -> Vec<&'a Scenario> {
        let open = self.unsaved(workspace).filter(|_| self.loaded.is_none());
        let waiting = self.aside.iter().filter(|known| !workspace.scenarios.contains_key(&known.id));
        let mut own: Vec<_> = waiting.chain(open).collect();
        own.sort_by_key(|known| own_number(&known.id));
        own
    }

    /// Begins anew, as if nothing was ever set up; what waits aside goes on waiting.
    pub(in crate::designer) fn begin_anew(&mut self) {
        let aside = std::mem::take(&mut self.aside);
        *self = Self { aside, ..Self::default() };
    }

    /// What is set up and saved nowhere waits until it is chosen again; of too many, the one that was left first goes.
    pub(in crate::designer) fn lay_aside(&mut self, workspace: &Workspace) {
        if let Some(unsaved) = self.unsaved(workspace).cloned() {
            self.aside.retain(|known| known.id != unsaved.id);
            self.aside.push(unsaved);
            let is_own = |known: &Scenario| !workspace.scenarios.contains_key(&known.id);
            while self.aside.iter().filter(|known| is_own(known)).count() > MOST
                && let Some(oldest) = self.aside.iter().position(is_own)
            {
                self.aside.remove(oldest);
            }
        }
    }

    /// Goes on with what waits aside, in whose place waits what is set up now; true where that was there.
    pub(in crate::designer) fn take_up(&mut self, workspace: &Workspace, scenario: &ScenarioId) -> bool {
        let Some(place) = self.aside.iter().position(|known| &known.id == scenario) else { return false };
        let kept = self.aside.remove(place);
        self.lay_aside(workspace);
        self.load(kept);
        self.loaded.take_if(|id| !workspace.scenarios.contains_key(id));
        self.touched = true;
        true
    }

    /// Begins with what somebody else set up, as a set-up of one's own; what was set up before waits.
    pub(in crate::designer) fn begin_with(&mut self, workspace: &Workspace, scenario: Scenario) {
        self.lay_aside(workspace);
        let id = next_id(&self.aside);
        self.load(Scenario { id, ..scenario });
        self.loaded = None;
        self.touched = true;
    }

    /// Goes on with what was set up before; not where it can no longer be run.
    pub(in crate::designer) fn recall(&mut self, workspace: &Workspace, scenario: Scenario) {
        if simulate::dry_run(workspace, &scenario).is_ok() {
            self.loaded = Some(scenario.id.clone()).filter(|id| workspace.scenarios.contains_key(id));
            self.scenario = Some(scenario);
            self.touched = true;
        }
    }

    /// What waited aside when the window was closed waits again.
    pub(in crate::designer) fn recall_aside(&mut self, scenarios: Vec<Scenario>) {
        self.aside = scenarios;
    }
}
