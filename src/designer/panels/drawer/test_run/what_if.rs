//! At a condition: what it asked of the person, and what would follow if one value were another one. Which branches flip
//! is said at once; nothing changes until somebody wants it to.

use egui::{Label, Ui};

use super::{controls, decided};
use crate::designer::rehearsal::{Change, Rehearse};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, Theme, Weight, rich};
use crate::designer::widgets::{error_line, field_label, hint_line, secondary, section};
use crate::designer::words::{phrase, word};
use crate::edit::Edit;
use crate::expression::title;
use crate::journey::{Item, ItemRef, Place, Scenario};
use crate::simulate::otherwise::{Asked, Otherwise, Whence, asked, otherwise};
use crate::simulate::{Run, Trace};

/// What is being tried.
#[derive(Default)]
pub struct WhatIf {
    /// Which run and step it is about.
    of: Option<Of>,
    asked: Vec<Asked>,
    /// The value that is tried, as it is typed, by its place.
    typed: Option<(Whence, String)>,
    /// What follows from what was typed.
    then: Option<(Whence, String, Result<Option<Otherwise>, String>)>,
}

/// The trace, by where it lies, and the run and the step in it.
type Of = (usize, usize, usize);

impl WhatIf {
    /// Draws it for the step of this number; nothing where no value decides.
    pub fn ui(&mut self, ui: &mut Ui, run: &Run, look: usize, session: &Session, requests: &mut Requests) {
        let rehearsal = session.rehearsal();
        let (Some(scenario), Some(trace)) = (rehearsal.scenario(), rehearsal.trace()) else { return };
        let of = (std::ptr::from_ref::<Trace>(trace) as usize, rehearsal.chosen(), look);
        if self.of != Some(of) {
            *self = Self { of: Some(of), asked: asked(session.workspace(), scenario, run, look), ..Self::default() };
        }
        if self.asked.is_empty() {
            return;
        }
        ui.add_space(4.0);
        section(ui, word("what_if.title"));
        for known in self.asked.clone() {
            self.row(ui, &known, run, scenario, session);
        }
        self.follows(ui, run, session, requests);
    }

    fn row(&mut self, ui: &mut Ui, known: &Asked, run: &Run, scenario: &Scenario, session: &Session) {
        let name = title::of_path(known.place.path());
        field_label(ui, &name);
        let typed = self.typed.as_ref().filter(|(place, _)| *place == known.place).map(|(_, text)| text.clone());
        let mut text = typed.unwrap_or_else(|| known.now.clone());
        let label = phrase("what_if.field", &[("name", &name)]);
        let mut changed = false;
        if known.one_of.is_empty() {
            let width = ui.available_width() - 20.0;
            changed = controls::line(ui, &label, &mut text, word("what_if.nothing"), width).changed();
        } else {
            controls::pick(ui, &label, Some(&text.clone()), ui.available_width(), |ui| {
                for choice in &known.one_of {
                    if controls::item(ui, *choice == text, choice) {
                        (text, changed) = (choice.clone(), true);
                    }
                }
            });
        }
        if changed {
            let result = otherwise(session.workspace(), scenario, run, known, &text).map_err(|why| why.to_string());
            self.then = Some((known.place.clone(), text.clone(), result));
            self.typed = Some((known.place.clone(), text));
        }
    }

    /// What would follow, and the way to have it so.
    fn follows(&mut self, ui: &mut Ui, run: &Run, session: &Session, requests: &mut Requests) {
        let Some((place, text, then)) = &self.then else {
            hint_line(ui, word("what_if.what"));
            return;
        };
        let then = match then {
            Ok(Some(then)) => then,
            Ok(None) => return drop(error_line(ui, word("what_if.unreadable"))),
            Err(why) => return drop(error_line(ui, why)),
        };
        let theme = Theme::of(ui.ctx());
        let says = |ui: &mut Ui, text: &str, weight, color| {
            ui.add(Label::new(rich(text, BODY, weight).color(color)).wrap());
        };
        if then.flips.is_empty() {
            says(ui, word("what_if.same"), Weight::Regular, theme.muted);
        }
        let journey = session.workspace().journeys.get(&run.journey);
        for flip in &then.flips {
            let Some(journey) = journey else { continue };
            let before = decided::way(journey, &flip.activity, &flip.before, session);
            let text = match &flip.after {
                Some(after) => {
                    let found = journey.activity(&flip.activity);
                    let after = found.map(|it| crate::designer::names::port(it, after)).unwrap_or_default();
                    phrase("what_if.flips", &[("before", &before), ("after", &after)])
                }
                None => phrase("what_if.not_there", &[("before", &before)]),
            };
            says(ui, &text, Weight::Medium, theme.accent);
        }
        match &then.run {
            Some(after) => {
                let ends = super::super::outcome::told(after, session).0;
                says(ui, &phrase("what_if.ends", &[("what", &ends)]), Weight::Regular, theme.muted);
            }
            None => says(ui, word("what_if.not_in"), Weight::Regular, theme.muted),
        }
        if secondary(ui, word("what_if.keep")).clicked() {
            keep(then, (place, text), requests);
            self.of = None;
        }
    }
}

/// Has it so from now on: an event brings the value in this set-up, an attribute is changed at the test profile.
fn keep(then: &Otherwise, (place, text): (&Whence, &str), requests: &mut Requests) {
    if let Some((index, happening)) = &then.happening {
        let change = Change::Replace(*index, happening.clone());
        requests.push(Request::Rehearse(Rehearse::Change(Box::new(change))));
    }
    if let Some(profile) = &then.profile {
        let parts = [("name", profile.name.as_str()), ("field", place.path()), ("value", text)];
        let item = ItemRef::Profile(profile.id.clone());
        let place = Place { item: Some(item), ..Place::default() };
        let edit = Edit::Put(Box::new(Item::Profile(profile.clone())));
        requests.edit(phrase("what_if.keep_step", &parts), place, vec![edit]);
    }
}
