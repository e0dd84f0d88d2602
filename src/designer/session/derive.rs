//! What is made anew when the document changed: the report and the test run.

use std::sync::Arc;

use jiff::Timestamp;

use super::Session;
use crate::check::{Finding, Report, Severity};
use crate::designer::live::Watch;
use crate::designer::names;
use crate::designer::rehearsal::Rehearse;
use crate::edit::{Edit, EditError, Step};
use crate::journey::{
    Activity, ActivityId, Definition, Item, ItemRef, JourneyId, Kind, Place, Profile, ProfileId, Scenario, ScenarioId,
};
use crate::run::seed_of;
use crate::watch::{self, Replayed};

impl Session {
    /// Brings everything derived up to the present revision. `now` counts by the minute.
    pub(in crate::designer) fn derive(&mut self, now: Timestamp) {
        let minute = now.as_second().div_euclid(60);
        let is_known =
            |(revision, at): (u64, Timestamp)| revision == self.revision && at.as_second().div_euclid(60) == minute;
        if self.is_open() && !self.checked.is_some_and(is_known) {
            let mut report = self.checker.check(&self.workspace, self.platform(), now);
            report.spare_unreadable(&self.workspace, &self.files);
            self.note_gaps(&report);
            self.report = Arc::new(self.as_seen(report));
            self.checked = Some((self.revision, now));
        }
        let Some(journey) = self.open.clone() else { return };
        self.rehearsal.keep_up(&self.workspace, &journey, self.revision);
        self.kept.keep_up(&self.workspace, &journey);
        self.keep_budgets(&journey);
        let known = self.workspace.journeys.get(&journey);
        let waits = |id: &ActivityId| known.and_then(|journey| journey.activity(id)).is_some_and(waits);
        let real = self.live.trail(&journey, self.zone(), &waits);
        let is_hidden = self.live.is_shown() || self.forecasting.is_shown() || self.covering.is_shown();
        // Who asks when people come to a message is told that, and not when one of them did.
        let is_hidden = is_hidden || self.budgets.along(&journey).is_some();
        let tried = || self.rehearsal.trail(&journey, self.zone(), &waits).filter(|_| !is_hidden);
        self.trail = real.or_else(tried).map(Arc::new);
    }

    /// How long the message takes that is selected, or that the test run looks at.
    fn keep_budgets(&mut self, journey: &JourneyId) {
        let known = self.workspace.journeys.get(journey);
        let sends = |id: &&ActivityId| {
            known.and_then(|journey| journey.activity(id)).is_some_and(|step| !step.kind.messages().is_empty())
        };
        let selected = self.selection.single().filter(sends).cloned();
        let is_wanted = selected.is_some() || self.rehearsal.is_shown();
        self.budgets.keep_up((&self.workspace, self.revision), journey, is_wanted, selected.as_ref());
    }

    /// Shows on the canvas when people come to the steps on the way to the selected message, or no longer.
    pub(in crate::designer) fn show_arrivals(&mut self, shown: bool) {
        self.budgets.show(shown);
    }

    /// Watches what runs, while that is shown.
    pub(in crate::designer) fn keep_watching(
        &mut self,
        is_shown: bool,
        now: fn() -> Timestamp,
        context: &egui::Context,
    ) {
        let is_shown = is_shown && self.is_open();
        self.live.keep_up(&self.workspace, self.open.as_ref(), is_shown, now, context);
    }

    /// A real run becomes a test run: its person a test profile, in one step that can be undone, and what happened to
    /// them a set-up of one's own.
    pub(in crate::designer) fn replay_real(&mut self) -> Result<bool, EditError> {
        let Some(record) = self.live.take_record() else { return Ok(false) };
        let Some(journey) = self.open.clone() else { return Ok(false) };
        let Some(definition) = Definition::of(&self.workspace, &journey) else { return Ok(false) };
        let Replayed { mut profile, mut scenario } =
            watch::replay(&record, &definition, seed_of(&record.instance.version));
        let known = self.workspace.inventory.get::<Profile>(&profile.id);
        if known.is_some_and(|known| *known != profile) {
            // Somebody of the workspace keeps their id; chance may then fall otherwise.
            profile.id = ProfileId(format!("{}-replay", profile.id));
            scenario.profiles = vec![profile.id.clone()];
            scenario.happenings.iter_mut().for_each(|happening| happening.profile = Some(profile.id.clone()));
        }
        let name = names::replay(&profile.name);
        let step = Step { name, place: Place { journey: Some(journey), ..Place::default() } };
        self.change(step, vec![Edit::Put(Box::new(Item::Profile(profile)))], None)?;
        self.rehearsal.begin_with(&self.workspace, scenario);
        Ok(true)
    }

    /// What somebody wants to see of what runs.
    pub(in crate::designer) fn watch(&mut self, watch: Watch) {
        self.live.carry_out(watch);
    }

    /// What is newly not filled in where the person works is still to do, until it is left, also at what is old.
    fn note_gaps(&mut self, report: &Report) {
        if self.checked.is_none() {
            return;
        }
        let is_here = |place: &Place| match (&place.activity, &place.item) {
            // A copy of a journey has steps of the same ids.
            (Some(activity), _) => place.journey == self.open && self.selection.activities.contains(activity),
            (None, Some(item)) => self.item.as_ref() == Some(item),
            (None, None) => place.journey == self.open && self.selection.activities.is_empty(),
        };
        let gaps = report.findings.iter().filter(|finding| finding.to_do && is_here(&finding.place));
        let was_known = |gap: &Finding| self.findings().any(|known| known.rule == gap.rule && known.place == gap.place);
        let new: Vec<_> = gaps.filter(|gap| !was_known(gap)).map(|gap| (gap.rule, gap.place.clone())).collect();
        self.fresh.gaps.extend(new);
    }

    /// The report as the person sees it: what they have left since it was added is no longer "to do", and remarks on
    /// a step that is still being filled in wait until then.
    pub(super) fn as_seen(&self, mut report: Report) -> Report {
        let is_fresh = |finding: &Finding| {
            finding.place.activity.as_ref().is_some_and(|activity| self.fresh.activities.contains(activity))
        };
        report.findings.retain(|finding| finding.severity != Severity::Info || !is_fresh(finding));
        for finding in &mut report.findings {
            let to_do = self.is_still_open(finding);
            if finding.to_do != to_do {
                *finding = Arc::new(Finding { to_do, ..finding.as_ref().clone() });
            }
        }
        report
    }

    fn is_still_open(&self, finding: &Finding) -> bool {
        let is_empty =
            |id: &JourneyId| self.workspace.journeys.get(id).is_some_and(|known| known.activities.is_empty());
        let place = &finding.place;
        place.journey.as_ref().is_some_and(is_empty)
            || finding.to_do
                && (place.activity.as_ref().is_some_and(|id| self.fresh.activities.contains(id))
                    || place.item.as_ref().is_some_and(|item| self.fresh.items.contains(item))
                    || self.fresh.gaps.contains(&(finding.rule, place.clone())))
    }

    /// Goes on with a test run that was set up before; others wait aside.
    pub(in crate::designer) fn recall(&mut self, open: Option<Scenario>, aside: Vec<Scenario>) {
        if let Some(open) = open {
            self.rehearsal.recall(&self.workspace, open);
        }
        self.rehearsal.recall_aside(aside);
    }

    /// The test profile that the last edit made takes part in the test run, and is the one that is looked at.
    pub(in crate::designer) fn take_part_made(&mut self) {
        let (Some(ItemRef::Profile(person)), Some(journey)) = (self.made.clone(), self.open.clone()) else { return };
        self.rehearsal.take_part(&person);
        if self.rehearsal.is_shown() {
            self.rehearsal.run_now(&self.workspace, &journey, self.revision);
            self.rehearsal.turn_to(&person);
            self.rehearsal.look_at_end();
        }
    }

    /// Carries out a wish about the test run.
    ///
    /// # Errors
    /// Where a scenario could not be saved.
    pub(in crate::designer) fn rehearse(&mut self, wish: Rehearse) -> Result<(), EditError> {
        let Some(journey) = self.open.clone() else { return Ok(()) };
        match wish {
            Rehearse::Run => {
                self.settle();
                self.run_scenario(&journey);
            }
            Rehearse::Close => self.rehearsal.close(),
            Rehearse::Reset => {
                self.rehearsal.lay_aside(&self.workspace);
                self.rehearsal.begin_anew();
                self.run_scenario(&journey);
            }
            Rehearse::Resume(own) => {
                if self.rehearsal.take_up(&self.workspace, &own) {
                    self.run_scenario(&journey);
                }
            }
            Rehearse::Forget => {
                let loaded = self.rehearsal.loaded().and_then(|id| self.workspace.scenarios.get(id));
                match loaded.map(|scenario| scenario.as_ref().clone()) {
                    Some(scenario) => self.rehearsal.load(scenario),
                    None => self.rehearsal.begin_anew(),
                }
                self.run_scenario(&journey);
            }
            Rehearse::Choose(run) => self.rehearsal.choose(run),
            Rehearse::Look(step) => self.rehearsal.look(step),
            Rehearse::Forward => self.rehearsal.forward(),
            Rehearse::Back => {
                let before = self.rehearsal.step().saturating_sub(1);
                self.rehearsal.look(before);
            }
            Rehearse::Play(playing) => self.rehearsal.play(playing),
            Rehearse::Change(change) => {
                let person = change.person().cloned();
                self.rehearsal.change(*change);
                if self.rehearsal.is_shown() {
                    self.rehearsal.run_now(&self.workspace, &journey, self.revision);
                    if let Some(person) = person {
                        self.rehearsal.turn_to(&person);
                    }
                    self.rehearsal.look_at_end();
                }
            }
            Rehearse::Load(scenario) => {
                if let Some(saved) = self.workspace.scenarios.get(&scenario) {
                    self.rehearsal.lay_aside(&self.workspace);
                    if !self.rehearsal.take_up(&self.workspace, &scenario) {
                        self.rehearsal.load(saved.as_ref().clone());
                    }
                    self.run_scenario(&journey);
                }
            }
            Rehearse::Save(name) => self.save_scenario(name)?,
            Rehearse::Rename(name) => self.rename_scenario(&name)?,
            Rehearse::TakeAsExpected => {
                let loaded = self.rehearsal.loaded().and_then(|id| self.workspace.scenarios.get(id));
                if let Some(name) = loaded.map(|scenario| scenario.name.clone()) {
                    self.save_scenario(name)?;
                }
            }
        }
        Ok(())
    }

    fn run_scenario(&mut self, journey: &JourneyId) {
        self.rehearsal.run_now(&self.workspace, journey, self.revision);
        self.rehearsal.look_at_end();
    }

    fn save_scenario(&mut self, name: String) -> Result<(), EditError> {
        let Some(mut scenario) = self.rehearsal.scenario().cloned() else { return Ok(()) };
        let same =
            self.workspace.scenarios.values().find(|known| known.journey == scenario.journey && known.name == name);
        scenario.id = same.map_or_else(|| ScenarioId::from("scenario-?1"), |known| known.id.clone());
        scenario.expect = self.rehearsal.expected();
        scenario.name.clone_from(&name);
        let place = Place { journey: Some(scenario.journey.clone()), ..Place::default() };
        let edits = vec![Edit::PutScenario(Box::new(scenario))];
        let edits = self.change(Step { name: names::save_scenario(&name), place }, edits, None)?;
        if let Some(Edit::PutScenario(saved)) = edits.into_iter().next() {
            let (run, step) = (self.rehearsal.chosen(), self.rehearsal.step());
            self.rehearsal.load(*saved);
            self.rehearsal.choose(run);
            self.rehearsal.look(step);
        }
        Ok(())
    }
    fn rename_scenario(&mut self, name: &str) -> Result<(), EditError> {
        let loaded = self.rehearsal.loaded().and_then(|id| self.workspace.scenarios.get(id));
        let Some(mut scenario) = loaded.map(|scenario| scenario.as_ref().clone()) else { return Ok(()) };
        scenario.name = name.to_owned();
        let place = Place { journey: Some(scenario.journey.clone()), ..Place::default() };
        let step = Step { name: names::rename_scenario(name), place };
        self.change(step, vec![Edit::PutScenario(Box::new(scenario))], None)?;
        self.rehearsal.rename(name);
        Ok(())
    }
}

/// Whether people stay at this step.
fn waits(activity: &Activity) -> bool {
    matches!(activity.kind, Kind::Wait(_)) || activity.kind.timeout().is_some()
}
