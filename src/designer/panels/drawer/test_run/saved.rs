//! Saved scenarios: the bar above the run that names the one that is open, says how all of them stand, and saves.

use egui::{Align, Context, Key, Layout, Rect, Ui, UiBuilder};

use super::ask::Ask;
use super::controls::{self, item};
use super::tell;
use crate::designer::dialogs::{buttons, dialog, paragraph};
use crate::designer::rehearsal::{Rehearse, Verdict, own_number};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::widgets::{Tone, chip, primary_if, secondary, separator};
use crate::designer::words::{count, phrase, word};
use crate::edit::Edit;
use crate::journey::{Place, Scenario};

/// The least width of the bar with all that stands in it; in less, the choice of the scenario saves it as well.
const WIDE: f32 = 300.0;

/// Draws the bar into the room beside the tabs.
pub fn bar(ui: &mut Ui, rect: Rect, session: &Session, asks: &mut Vec<Ask>, requests: &mut Requests) {
    let layout = Layout::right_to_left(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(rect).layout(layout), |ui| {
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        ui.spacing_mut().item_spacing.x = 8.0;
        let rehearsal = session.rehearsal();
        if rect.width() < WIDE {
            choice(ui, (rect.width() - 8.0, true), session, asks, requests);
            return;
        }
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
        choice(ui, (width, false), session, asks, requests);
    });
}

/// Says so where what is set up is in no scenario yet.
pub fn standing(ui: &mut Ui, session: &Session) {
    if session.rehearsal().unsaved(session.workspace()).is_some() {
        controls::hint(ui, word(if session.root().is_some() { "scenario.kept" } else { "scenario.not_kept" }));
    }
}

/// The choice of the scenario; it `saves` where no button beside it does.
fn choice(ui: &mut Ui, (width, saves): (f32, bool), session: &Session, asks: &mut Vec<Ask>, requests: &mut Requests) {
    let Some(journey) = session.journey() else { return };
    let rehearsal = session.rehearsal();
    let saved: Vec<&Scenario> =
        session.workspace().scenarios.values().map(AsRef::as_ref).filter(|one| one.journey == journey.id).collect();
    let open = rehearsal.loaded().and_then(|id| saved.iter().find(|scenario| &scenario.id == id));
    let is_unsaved = rehearsal.unsaved(session.workspace()).is_some();
    let is_own = open.is_none() && is_unsaved;
    let shown = match (open, rehearsal.scenario()) {
        (Some(scenario), _) => scenario.name.clone(),
        (None, Some(scenario)) if is_own => own_name(scenario, session),
        (None, _) => word("scenario.every_profile").to_owned(),
    };
    // Inside a row from the right a list opens at the place of its button.
    controls::pick(ui, word("scenario.which"), Some(&shown), width, |ui| {
        for own in rehearsal.own(session.workspace()) {
            let is_open = is_own && rehearsal.scenario().is_some_and(|open| open.id == own.id);
            if item(ui, is_open, &own_name(own, session)) && !is_open {
                requests.push(Request::Rehearse(Rehearse::Resume(own.id.clone())));
            }
        }
        if item(ui, open.is_none() && !is_own, word("scenario.every_profile")) {
            requests.push(Request::Rehearse(Rehearse::Reset));
        }
        for scenario in &saved {
            let is_open = open.is_some_and(|open| open.id == scenario.id);
            let verdict = rehearsal.verdicts().iter().find(|verdict| verdict.scenario == scenario.id);
            let text = if rehearsal.is_pending(&scenario.id, session.workspace()) {
                phrase("scenario.changed", &[("name", &scenario.name)])
            } else {
                stands(&scenario.name, verdict)
            };
            if item(ui, is_open, &text) && !is_open {
                requests.push(Request::Rehearse(Rehearse::Load(scenario.id.clone())));
            }
        }
        if is_unsaved || open.is_some() || saves {
            separator(ui);
        }
        if saves && item(ui, false, word("scenario.save")) {
            asks.push(Ask::Name { rename: false });
        }
        if is_unsaved && item(ui, false, word(if is_own { "scenario.forget" } else { "scenario.forget_changes" })) {
            requests.push(Request::Rehearse(Rehearse::Forget));
        }
        let Some(scenario) = open else { return };
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

/// How a set-up of one's own is called: the first one simply so, others by their number, and all by what is in them;
/// what came out of a scenario that is gone by its name.
fn own_name(scenario: &Scenario, session: &Session) -> String {
    let what = tell::contents(scenario, session);
    match own_number(&scenario.id) {
        Some(1) => phrase("scenario.own", &[("what", &what)]),
        Some(number) => phrase("scenario.own_numbered", &[("number", &number.to_string()), ("what", &what)]),
        None => phrase("scenario.changed", &[("name", &scenario.name)]),
    }
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
