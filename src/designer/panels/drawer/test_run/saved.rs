//! Saved scenarios: the bar above the run that names the one that is open, says how all of them stand, and saves.

use egui::{Align, Context, Key, Layout, Rect, Ui, UiBuilder};

use super::ask::Ask;
use super::controls::{self, item};
use crate::designer::dialogs::{buttons, dialog, paragraph};
use crate::designer::rehearsal::{Rehearse, Verdict};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::widgets::{Tone, chip, primary_if, secondary, separator};
use crate::designer::words::{count, phrase, word};
use crate::edit::Edit;
use crate::journey::{Place, Scenario};

/// Draws the bar into the room beside the tabs.
pub fn bar(ui: &mut Ui, rect: Rect, session: &Session, asks: &mut Vec<Ask>, requests: &mut Requests) {
    let layout = Layout::right_to_left(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(rect).layout(layout), |ui| {
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        ui.spacing_mut().item_spacing.x = 8.0;
        let rehearsal = session.rehearsal();
        match rehearsal.loaded().and_then(|id| session.workspace().scenarios.get(id)) {
            Some(scenario) if rehearsal.is_changed(session.workspace()) => {
                if secondary(ui, word("scenario.save_changes")).clicked() {
                    requests.push(Request::Rehearse(Rehearse::Save(scenario.name.clone())));
                }
            }
            _ => {
                if secondary(ui, word("scenario.save")).clicked() {
                    asks.push(Ask::Name { rename: false });
                }
            }
        }
        let differing = rehearsal.differences().len();
        if differing > 0 {
            let text = count("scenario.differences", differing);
            if chip(ui, Tone::Error, &text).on_hover_text(word("scenario.compare")).clicked() {
                asks.push(Ask::Compare(true));
            }
        } else if rehearsal.scenario().is_some_and(|scenario| !scenario.expect.is_empty()) {
            chip(ui, Tone::Good, word("scenario.as_expected"));
        }
        let width = (ui.available_width() - 8.0).clamp(120.0, 260.0);
        choice(ui, width, session, asks, requests);
    });
}

/// Says so where what is set up is in no scenario yet.
pub fn standing(ui: &mut Ui, session: &Session) {
    if session.rehearsal().unsaved(session.workspace()).is_some() {
        controls::hint(ui, word(if session.root().is_some() { "scenario.kept" } else { "scenario.not_kept" }));
    }
}

fn choice(ui: &mut Ui, width: f32, session: &Session, asks: &mut Vec<Ask>, requests: &mut Requests) {
    let Some(journey) = session.journey() else { return };
    let rehearsal = session.rehearsal();
    let own: Vec<&Scenario> =
        session.workspace().scenarios.values().map(AsRef::as_ref).filter(|one| one.journey == journey.id).collect();
    let open = rehearsal.loaded().and_then(|id| own.iter().find(|scenario| &scenario.id == id));
    let shown = open.map_or_else(|| word("scenario.every_profile"), |scenario| scenario.name.as_str());
    // Inside a row from the right a list opens at the place of its button.
    controls::pick(ui, word("scenario.which"), Some(shown), width, |ui| {
        if item(ui, open.is_none(), word("scenario.every_profile")) {
            requests.push(Request::Rehearse(Rehearse::Reset));
            requests.push(Request::Rehearse(Rehearse::Run));
        }
        for scenario in &own {
            let is_open = open.is_some_and(|open| open.id == scenario.id);
            let verdict = rehearsal.verdicts().iter().find(|verdict| verdict.scenario == scenario.id);
            if item(ui, is_open, &stands(&scenario.name, verdict)) {
                requests.push(Request::Rehearse(Rehearse::Load(scenario.id.clone())));
            }
        }
        let Some(scenario) = open else { return };
        separator(ui);
        if item(ui, false, word("scenario.rename")) {
            asks.push(Ask::Name { rename: true });
        }
        if item(ui, false, word("scenario.delete")) {
            let name = phrase("undo.delete", &[("name", &scenario.name)]);
            let edits = vec![Edit::RemoveScenario(scenario.id.clone())];
            requests.edit(name, Place::journey(&scenario.journey), edits);
        }
    });
}

/// The name of a scenario, and how it stands.
fn stands(name: &str, verdict: Option<&Verdict>) -> String {
    let key = match verdict.map(|verdict| &verdict.outcome) {
        Some(Ok(differences)) if differences.is_empty() => "scenario.passes",
        Some(Ok(_)) => "scenario.fails",
        Some(Err(_)) => "scenario.cannot",
        None => return name.to_owned(),
    };
    phrase(key, &[("name", name)])
}

/// The form that asks for a name.
pub struct NameForm {
    rename: bool,
    name: String,
}

impl NameForm {
    /// A form with the name that is there.
    pub fn new(rename: bool, session: &Session) -> Self {
        let known = session.rehearsal().loaded().and_then(|id| session.workspace().scenarios.get(id));
        Self { rename, name: known.map(|scenario| scenario.name.clone()).unwrap_or_default() }
    }

    /// Draws the form; the wish, or nothing where it was left, once that is known.
    pub fn ui(&mut self, context: &Context, session: &Session) -> Option<Option<Rehearse>> {
        let mut decision = None;
        let title = if self.rename { word("scenario.rename") } else { word("scenario.save") };
        let left = dialog(context, "scenario name", title, 420.0, |ui| {
            if !self.rename {
                paragraph(ui, word("scenario.what"));
            }
            let response =
                controls::line(ui, word("scenario.name"), &mut self.name, word("scenario.hint"), f32::INFINITY);
            if !response.has_focus() && !response.lost_focus() && ui.memory(|memory| memory.focused().is_none()) {
                response.request_focus();
            }
            let name = self.name.trim().to_owned();
            let taken = session.workspace().scenarios.values().any(|known| {
                known.name == name && Some(&known.journey) == session.journey().map(|journey| &journey.id)
            });
            if taken && !self.rename {
                controls::hint(ui, &phrase("scenario.replaces", &[("name", &name)]));
            }
            let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let clashes = self.rename && taken;
            let may = !name.is_empty() && !clashes;
            buttons(ui, |ui| {
                if primary_if(ui, may, word("common.save")).clicked() || (enter && may) {
                    let wish = if self.rename { Rehearse::Rename(name) } else { Rehearse::Save(name) };
                    decision = Some(Some(wish));
                }
                if secondary(ui, word("common.cancel")).clicked() {
                    decision = Some(None);
                }
            });
        });
        decision.or(left.then_some(None))
    }
}
