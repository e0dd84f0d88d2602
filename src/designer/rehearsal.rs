//! The test run that is being prepared or looked at: the scenario, its trace, and how far the person has
//! stepped through it. The trace is made anew whenever the document changes.

use std::sync::Arc;

use crate::journey::{
    ActivityId, BranchId, ExpectedRun, Happening, JourneyId, ProfileId, Reply, Scenario, ScenarioId, Workspace,
};
use crate::simulate::expectation::{self, Difference};
use crate::simulate::{self, Run, Trace};

use super::trail::Trail;

/// A wish about the test run.
#[derive(Clone, Debug, PartialEq)]
pub enum Rehearse {
    /// Run it (again) and look at its end.
    Run,
    /// Take the path away from the canvas.
    Close,
    /// Begin anew, with every test profile and nothing else.
    Reset,
    /// Look at this run.
    Choose(usize),
    /// Look at this step of the run.
    Look(usize),
    /// One step further.
    Forward,
    /// One step back.
    Back,
    /// Let it go on by itself, or stop.
    Play(bool),
    /// Other profiles, happenings, replies, seed or splits.
    Change(Box<Change>),
    /// Take a saved scenario.
    Load(ScenarioId),
    /// Save it under this name, with what came out as its expectation.
    Save(String),
}

/// A change of the scenario that is being prepared; it is no edit of the document until it is saved.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Whether a test profile takes part.
    TakesPart(ProfileId, bool),
    /// Where chance begins.
    Seed(u64),
    /// Something that happens.
    Add(Happening),
    /// It does not happen after all.
    RemoveHappening(usize),
    /// What another system answers.
    Answer(Reply),
    /// It answers by its sample again.
    RemoveReply(usize),
    /// The path of a split that everybody takes; `None` leaves it to chance.
    Force(ActivityId, Option<BranchId>),
}

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
    run: usize,
    step: usize,
    playing: bool,
    shown: bool,
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

    /// How the saved scenarios of the journey stand.
    pub fn verdicts(&self) -> &[Verdict] {
        &self.verdicts
    }

    /// The path up to the step that is looked at.
    pub(super) fn trail(&self, journey: &JourneyId, time: &dyn Fn(jiff::Timestamp) -> String) -> Option<Trail> {
        let run = self.run().filter(|run| self.shown && &run.journey == journey)?;
        Some(Trail::of(&run.steps, self.step, time))
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
        if !self.shown || self.made_for == Some(revision) {
            return;
        }
        self.run_now(workspace, journey, revision);
        self.judge(workspace, journey);
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

    pub(super) fn load(&mut self, scenario: Scenario) {
        self.loaded = Some(scenario.id.clone());
        self.scenario = Some(scenario);
        self.run = 0;
        self.made_for = None;
        self.shown = true;
    }

    pub(super) fn change(&mut self, change: Change) {
        let Some(scenario) = &mut self.scenario else { return };
        match change {
            Change::TakesPart(profile, true) => {
                if !scenario.profiles.contains(&profile) {
                    scenario.profiles.push(profile);
                    scenario.profiles.sort();
                }
            }
            Change::TakesPart(profile, false) => scenario.profiles.retain(|known| known != &profile),
            Change::Seed(seed) => scenario.seed = seed,
            Change::Add(happening) => {
                let at = happening.after.milliseconds();
                let index = scenario.happenings.partition_point(|known| known.after.milliseconds() <= at);
                scenario.happenings.insert(index, happening);
            }
            Change::RemoveHappening(index) if index < scenario.happenings.len() => {
                drop(scenario.happenings.remove(index));
            }
            Change::Answer(reply) => {
                scenario.replies.retain(|known| (&known.from, &known.profile) != (&reply.from, &reply.profile));
                scenario.replies.push(reply);
            }
            Change::RemoveReply(index) if index < scenario.replies.len() => drop(scenario.replies.remove(index)),
            Change::Force(split, Some(branch)) => drop(scenario.forced.insert(split, branch)),
            Change::Force(split, None) => drop(scenario.forced.remove(&split)),
            Change::RemoveHappening(_) | Change::RemoveReply(_) => {}
        }
        self.made_for = None;
    }
}

fn verdict(workspace: &Workspace, scenario: &Scenario) -> Verdict {
    let outcome = simulate::dry_run(workspace, scenario)
        .map(|trace| expectation::compare(&scenario.expect, &trace))
        .map_err(|error| error.to_string());
    Verdict { scenario: scenario.id.clone(), outcome }
}
