//! The test run that is being prepared or looked at: the scenario, its trace, and how far the person has
//! stepped through it. The trace is made anew whenever the document changes.

mod aside;
mod wish;

use std::sync::Arc;

use crate::journey::{ActivityId, ExpectedRun, JourneyId, ProfileId, Scenario, ScenarioId, Workspace};
use crate::simulate::expectation::{self, Difference};
use crate::simulate::{self, Run, Trace};

use super::clock::Clock;
use super::trail::Trail;

pub use aside::own_number;
pub use wish::{Change, Rehearse};

/// How a saved scenario stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Which.
    pub scenario: ScenarioId,
    /// What differs from its expectation, or why it could not be run.
    pub outcome: Result<Vec<Difference>, String>,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Rehearsal {
    scenario: Option<Scenario>,
    loaded: Option<ScenarioId>,
    trace: Option<Arc<Trace>>,
    error: Option<String>,
    made_for: Option<u64>,
    judged_for: Option<u64>,
    differences: Vec<Difference>,
    run: usize,
    step: usize,
    playing: bool,
    shown: bool,
    /// Whether somebody changed it since it was begun or loaded.
    touched: bool,
    /// What was set up and left for another scenario.
    aside: Vec<Scenario>,
    verdicts: Vec<Verdict>,
}

impl Rehearsal {
    /// What is being prepared.
    pub fn scenario(&self) -> Option<&Scenario> {
        self.scenario.as_ref()
    }

    /// The saved scenario from which it came.
    pub fn loaded(&self) -> Option<&ScenarioId> {
        self.loaded.as_ref()
    }

    /// What came out; `None` before it ran and where it could not.
    pub fn trace(&self) -> Option<&Arc<Trace>> {
        self.trace.as_ref()
    }

    /// Why it could not run.
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// The number of the run that is looked at.
    pub fn chosen(&self) -> usize {
        self.run
    }

    /// The run that is looked at.
    pub fn run(&self) -> Option<&Run> {
        self.trace.as_ref()?.runs.get(self.run)
    }

    /// The number of the step that is looked at.
    pub fn step(&self) -> usize {
        self.step
    }

    /// Whether it goes on by itself.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// Whether its path is painted on the canvas.
    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// What differs between what came out and what the scenario expects; none where it expects nothing.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Whether it was changed since it was loaded or saved; never for what no scenario has.
    pub fn is_changed(&self, workspace: &Workspace) -> bool {
        let saved = self.loaded.as_ref().and_then(|id| workspace.scenarios.get(id));
        let Some((saved, mine)) = saved.zip(self.scenario.as_ref()) else { return false };
        // What it expects is no setting of it.
        Scenario { expect: mine.expect.clone(), name: mine.name.clone(), ..saved.as_ref().clone() } != *mine
    }

    /// What somebody set up that no scenario has.
    pub fn unsaved(&self, workspace: &Workspace) -> Option<&Scenario> {
        let is_news = self.touched && (self.loaded.is_none() || self.is_changed(workspace));
        self.scenario.as_ref().filter(|_| is_news)
    }

    /// How the saved scenarios of the journey stand.
    pub fn verdicts(&self) -> &[Verdict] {
        &self.verdicts
    }

    /// The path up to the step that is looked at.
    pub(super) fn trail(
        &self,
        journey: &JourneyId,
        zone: jiff::tz::TimeZone,
        waits: &dyn Fn(&ActivityId) -> bool,
    ) -> Option<Trail> {
        let run = self.run().filter(|run| self.shown && &run.journey == journey)?;
        Some(Trail::of(&run.steps, self.step, &Clock::of(run, zone), waits))
    }

    /// What would be expected of this run.
    pub(super) fn expected(&self) -> Vec<ExpectedRun> {
        self.trace.as_ref().map(|trace| expectation::of(trace)).unwrap_or_default()
    }

    /// Another journey is on the canvas: begin anew.
    pub(super) fn leave(&mut self) {
        *self = Self::default();
    }

    /// Makes the trace anew where the document is another one.
    pub(super) fn keep_up(&mut self, workspace: &Workspace, journey: &JourneyId, revision: u64) {
        if !self.shown {
            return;
        }
        match self.loaded.as_ref().map(|id| workspace.scenarios.get(id)) {
            Some(None) => self.loaded = None,
            // An undo changes what it expects and what it is called.
            Some(Some(saved)) => {
                if let Some(mine) = self.scenario.as_mut().filter(|mine| mine.expect != saved.expect) {
                    mine.expect.clone_from(&saved.expect);
                }
                self.rename(&saved.name);
            }
            None => {}
        }
        if self.made_for != Some(revision) {
            self.run_now(workspace, journey, revision);
        }
        if self.judged_for != Some(revision) {
            self.judged_for = Some(revision);
            self.judge(workspace, journey);
        }
    }

    /// Runs the scenario.
    pub(super) fn run_now(&mut self, workspace: &Workspace, journey: &JourneyId, revision: u64) {
        self.made_for = Some(revision);
        self.prepare(workspace, journey);
        let Some(scenario) = &self.scenario else { return };
        match simulate::dry_run(workspace, scenario) {
            Ok(trace) => (self.trace, self.error) = (Some(Arc::new(trace)), None),
            Err(error) => (self.trace, self.error) = (None, Some(error.to_string())),
        }
        self.differences = match &self.trace {
            Some(trace) if !scenario.expect.is_empty() => expectation::compare(&scenario.expect, trace),
            _ => Vec::new(),
        };
        let runs = self.trace.as_ref().map_or(0, |trace| trace.runs.len());
        self.run = self.run.min(runs.saturating_sub(1));
        self.step = self.step.min(self.last_step());
        self.shown = true;
    }

    /// Makes sure that there is a scenario of this journey, and that it names only what still exists.
    pub(super) fn prepare(&mut self, workspace: &Workspace, journey: &JourneyId) {
        if self.scenario.as_ref().is_none_or(|scenario| &scenario.journey != journey) {
            match simulate::default_scenario(workspace, journey) {
                Ok(scenario) => (self.scenario, self.error) = (Some(scenario), None),
                Err(error) => (self.scenario, self.error) = (None, Some(error.to_string())),
            }
        }
        if let Some(scenario) = &mut self.scenario {
            let known = |id: &ProfileId| workspace.inventory.profiles.iter().any(|profile| &profile.id == id);
            scenario.profiles.retain(known);
        }
    }

    fn judge(&mut self, workspace: &Workspace, journey: &JourneyId) {
        let own = workspace.scenarios.values().filter(|scenario| &scenario.journey == journey);
        self.verdicts = own.map(|scenario| verdict(workspace, scenario)).collect();
    }

    fn last_step(&self) -> usize {
        self.run().map_or(0, |run| run.steps.len().saturating_sub(1))
    }

    /// Looks at the end of the chosen run.
    pub(super) fn look_at_end(&mut self) {
        self.step = self.last_step();
    }

    pub(super) fn choose(&mut self, run: usize) {
        self.run = run;
        self.playing = false;
        self.look_at_end();
    }

    pub(super) fn look(&mut self, step: usize) {
        self.step = step.min(self.last_step());
        self.playing = false;
    }

    pub(super) fn forward(&mut self) {
        if self.step < self.last_step() {
            self.step += 1;
        } else {
            self.playing = false;
        }
    }

    pub(super) fn play(&mut self, playing: bool) {
        if playing && self.step == self.last_step() {
            self.step = 0;
        }
        self.playing = playing;
    }

    pub(super) fn close(&mut self) {
        self.shown = false;
        self.playing = false;
    }

    /// Begins with this saved scenario; what was changed in it before is not asked for any more.
    pub(super) fn load(&mut self, scenario: Scenario) {
        self.aside.retain(|known| known.id != scenario.id);
        self.loaded = Some(scenario.id.clone());
        self.scenario = Some(scenario);
        self.run = 0;
        self.made_for = None;
        self.shown = true;
        self.touched = false;
    }

    pub(super) fn rename(&mut self, name: &str) {
        if let Some(scenario) = &mut self.scenario {
            name.clone_into(&mut scenario.name);
        }
    }

    pub(super) fn change(&mut self, change: Change) {
        let Some(scenario) = &mut self.scenario else { return };
        if !self.touched && self.loaded.is_none() {
            scenario.id = aside::next_id(&self.aside);
        }
        change.apply(scenario);
        self.touched = true;
        self.made_for = None;
    }

    /// Somebody new takes part. Where nobody has set up anything, all begins anew with them: they come in as all do.
    pub(super) fn take_part(&mut self, person: &ProfileId) {
        if self.touched || self.loaded.is_some() {
            self.change(Change::TakesPart(person.clone(), true));
        } else {
            self.scenario = None;
            self.made_for = None;
        }
    }

    /// Looks at a run of this person, if the one that is looked at is somebody else's.
    pub(super) fn turn_to(&mut self, person: &ProfileId) {
        if self.run().is_some_and(|run| &run.profile == person) {
            return;
        }
        let theirs = self.trace.as_ref().and_then(|trace| trace.runs.iter().position(|run| &run.profile == person));
        self.run = theirs.unwrap_or(self.run);
    }
}

fn verdict(workspace: &Workspace, scenario: &Scenario) -> Verdict {
    let outcome = simulate::dry_run(workspace, scenario)
        .map(|trace| expectation::compare(&scenario.expect, &trace))
        .map_err(|error| error.to_string());
    Verdict { scenario: scenario.id.clone(), outcome }
}
