//! What was set up for a test run and saved nowhere: it waits while another scenario is looked at, and comes back.

use super::Rehearsal;
use crate::journey::{Scenario, ScenarioId, Workspace};
use crate::simulate;

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

    /// What somebody set up of their own, out of no saved scenario: the one that is open, or one that waits aside.
    pub fn own<'a>(&'a self, workspace: &'a Workspace) -> Option<&'a Scenario> {
        let open = self.unsaved(workspace).filter(|_| self.loaded.is_none());
        open.or_else(|| self.aside.iter().rfind(|known| !workspace.scenarios.contains_key(&known.id)))
    }

    /// Begins anew, as if nothing was ever set up; what waits aside goes on waiting.
    pub(in crate::designer) fn begin_anew(&mut self) {
        let aside = std::mem::take(&mut self.aside);
        *self = Self { aside, ..Self::default() };
    }

    /// What is set up and saved nowhere waits until it is chosen again.
    pub(in crate::designer) fn lay_aside(&mut self, workspace: &Workspace) {
        if let Some(unsaved) = self.unsaved(workspace).cloned() {
            self.aside.retain(|known| known.id != unsaved.id);
            self.aside.push(unsaved);
        }
    }

    /// Goes on with what waits aside; true where that was there.
    pub(in crate::designer) fn take_up(&mut self, workspace: &Workspace, scenario: &ScenarioId) -> bool {
        let Some(place) = self.aside.iter().position(|known| &known.id == scenario) else { return false };
        let kept = self.aside.remove(place);
        self.load(kept);
        self.loaded.take_if(|id| !workspace.scenarios.contains_key(id));
        self.touched = true;
        true
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
