//! What is made anew when the document changed: the report and the test run.

use std::sync::Arc;

use jiff::Timestamp;

use super::Session;
use crate::designer::names;
use crate::designer::rehearsal::{Rehearsal, Rehearse};
use crate::edit::{Edit, EditError, Step};
use crate::journey::{Place, ScenarioId};

impl Session {
    /// Brings everything derived up to the present revision. `now` counts by the minute.
    pub(in crate::designer) fn derive(&mut self, now: Timestamp) {
        let minute = now.as_second().div_euclid(60);
        let is_known = |(revision, at): (u64, Timestamp)| {
            revision == self.revision && at.as_second().div_euclid(60) == minute
        };
        if self.is_open() && !self.checked.is_some_and(is_known) {
            self.report = Arc::new(self.checker.check(&self.workspace, self.platform(), now));
            self.checked = Some((self.revision, now));
        }
        let Some(journey) = self.open.clone() else { return };
        self.rehearsal.keep_up(&self.workspace, &journey, self.revision);
        let zone = self.zone();
        self.trail = self.rehearsal.trail(&journey, &|at| names::moment(at, &zone)).map(Arc::new);
    }

    pub(in crate::designer) fn rehearsal_mut(&mut self) -> &mut Rehearsal {
        &mut self.rehearsal
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
                self.rehearsal.run_now(&self.workspace, &journey, self.revision);
                self.rehearsal.to_end();
            }
            Rehearse::Close => self.rehearsal.close(),
            Rehearse::Reset => {
                self.rehearsal.leave();
                self.rehearsal.prepare(&self.workspace, &journey);
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
                self.rehearsal.change(*change);
                if self.rehearsal.is_shown() {
                    self.rehearsal.run_now(&self.workspace, &journey, self.revision);
                    self.rehearsal.to_end();
                }
            }
            Rehearse::Load(scenario) => {
                if let Some(scenario) = self.workspace.scenarios.get(&scenario) {
                    self.rehearsal.load(scenario.as_ref().clone());
                    self.rehearsal.run_now(&self.workspace, &journey, self.revision);
                    self.rehearsal.to_end();
                }
            }
            Rehearse::Save(name) => self.save_scenario(name)?,
        }
        Ok(())
    }

    fn save_scenario(&mut self, name: String) -> Result<(), EditError> {
        let Some(mut scenario) = self.rehearsal.scenario().cloned() else { return Ok(()) };
        let same = self.workspace.scenarios.values().find(|known| {
            known.journey == scenario.journey && known.name == name
        });
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
}
