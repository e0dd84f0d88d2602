//! What is found out about the document beside the window: forecasts and coverages, and what of them comes into the
//! document.

use super::{Session, root_of};
use crate::designer::covering::{self, Uncover};
use crate::designer::forecasting::Foresee;
use crate::designer::words::{phrase, word};
use crate::edit::{Edit, EditError, Step};
use crate::journey::{Item, Place, Scenario};

impl Session {
    /// Takes what arrived of a forecast, and shows it on the canvas while it is looked at.
    pub(in crate::designer) fn keep_forecast(&mut self, is_shown: bool, context: &egui::Context) {
        let is_shown = is_shown && self.is_open();
        self.forecasting.keep_up((&self.workspace, self.revision), root_of(&self.files), is_shown, context);
    }

    /// Takes what arrived of a coverage, and shows it on the canvas while it is looked at.
    pub(in crate::designer) fn keep_coverage(&mut self, is_shown: bool) {
        let is_shown = is_shown && self.is_open();
        self.covering.keep_up(&self.workspace, self.open.as_ref(), self.revision, is_shown);
    }

    /// Something about the coverage; true where a test run is to be seen now.
    pub(in crate::designer) fn uncover(&mut self, wish: Uncover, context: &egui::Context) -> Result<bool, EditError> {
        let Some(journey) = self.open.clone() else { return Ok(false) };
        match wish {
            Uncover::Run => {
                self.settle();
                self.covering.begin(&self.workspace, &journey, context);
            }
            Uncover::Cancel => self.covering.cancel(),
            Uncover::Save => {
                let Some(found) = self.covering.found(&journey) else { return Ok(false) };
                let edits = covering::kept(&found.coverage, &self.workspace);
                let place = Place { journey: Some(journey), ..Place::default() };
                self.change(Step { name: word("coverage.save_step").to_owned(), place }, edits, None)?;
            }
            Uncover::Open(name) => {
                let found = self.covering.found(&journey);
                let made = found.and_then(|found| found.coverage.scenarios.iter().find(|made| made.name == name));
                let Some(made) = made else { return Ok(false) };
                let (profile, scenario) = covering::taken_in(made, &self.workspace);
                let step = phrase("coverage.open_step", &[("name", &profile.name)]);
                let place = Place { journey: Some(journey.clone()), ..Place::default() };
                let edits = vec![Edit::Put(Box::new(Item::Profile(profile)))];
                self.change(Step { name: step, place }, edits, None)?;
                self.rehearsal.begin_with(&self.workspace, Scenario { expect: Vec::new(), ..scenario });
                self.rehearsal.run_now(&self.workspace, &journey, self.revision);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Something about the forecast.
    pub(in crate::designer) fn foresee(&mut self, wish: Foresee, context: &egui::Context) {
        self.forecasting.carry_out(wish, &self.workspace, root_of(&self.files), context);
    }
}
