//! The form of something that happens: what, to whom, and when.

mod details;
mod likely;
mod offered;

use egui::{Context, Ui};

use super::ask::Decision;
use super::controls::{self, choose, item};
use super::payload::Payload;
use super::{people, tell};
use crate::designer::dialogs::{buttons, dialog};
use crate::designer::names;
use crate::designer::rehearsal::Change;
use crate::designer::session::Session;
use crate::designer::widgets::{link, primary_if, secondary};
use crate::designer::words::{phrase, word};
use crate::edit::new;
use crate::expression::shape;
use crate::journey::{Duration, Event, Happening, Profile, ProfileId, What};
use offered::offered;

/// See the module.
pub struct HappeningForm {
    /// Under which number it is known; `None` for a new one.
    index: Option<usize>,
    what: What,
    after: Duration,
    /// What is beyond whole seconds; of what a real run brought.
    milliseconds: u32,
    profile: Option<ProfileId>,
    payload: Payload,
    /// An attribute's value as it is typed.
    text: String,
}

impl HappeningForm {
    /// A form for something new, as it is likely.
    pub fn new(session: &Session) -> Self {
        Self::filled(None, likely::happening(session), session)
    }

    /// The form of what happens under this number.
    pub fn of(index: usize, happening: &Happening, session: &Session) -> Self {
        Self::filled(Some(index), happening.clone(), session)
    }

    fn filled(index: Option<usize>, happening: Happening, session: &Session) -> Self {
        let Happening { after, milliseconds, profile, what } = happening;
        let mut form =
            Self { index, what, after, milliseconds, profile, payload: Payload::default(), text: String::new() };
        form.fill(session);
        form
    }

    /// What is typed follows from what happens.
    fn fill(&mut self, session: &Session) {
        self.text.clear();
        match &self.what {
            What::Event { event, payload } => {
                let inventory = &session.workspace().inventory;
                let Some(known) = inventory.get::<Event>(event) else { return };
                let own = brought(known, self.profile.as_ref(), session);
                self.payload = Payload::new(payload, &own, &shape::event_fields(inventory, known));
            }
            What::Attribute { value, .. } => self.text = value.text(),
            _ => {}
        }
    }

    fn turn_into(&mut self, what: What, session: &Session) {
        self.what = what;
        self.fill(session);
    }

    /// To whom it happens: values that nobody typed are theirs then.
    fn whom(&mut self, ui: &mut Ui, session: &Session) {
        let before = self.profile.clone();
        people::choose(ui, word("happens.whom"), session, &mut self.profile);
        if let What::Event { event, .. } = &self.what
            && before != self.profile
            && let Some(event) = session.workspace().inventory.get::<Event>(event)
        {
            self.payload.follow(&brought(event, self.profile.as_ref(), session));
        }
        let several = session.rehearsal().scenario().is_some_and(|scenario| scenario.profiles.len() > 1);
        if several && self.profile.is_none() && matches!(self.what, What::Event { .. }) {
            let typed = !self.payload.text().is_empty();
            controls::hint(ui, word(if typed { "happens.same_values" } else { "happens.own_values" }));
        }
    }

    /// Draws the form; what was decided, once that is known.
    pub fn ui(&mut self, context: &Context, session: &Session) -> Option<Decision> {
        let mut decision = None;
        let title = if self.index.is_some() { word("happens.edit") } else { word("happens.add") };
        let left = dialog(context, "happening", title, 480.0, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            self.sort(ui, session);
            self.whom(ui, session);
            let is_sound = self.details(ui, session);
            self.when(ui, session);
            buttons(ui, |ui| {
                let go = if self.index.is_some() { word("happens.change") } else { word("happens.go") };
                if primary_if(ui, is_sound, go).clicked() {
                    decision = Some(Decision::Change(self.change()));
                }
                if secondary(ui, word("common.cancel")).clicked() {
                    decision = Some(Decision::Leave);
                }
                if let Some(index) = self.index
                    && secondary(ui, word("common.remove")).clicked()
                {
                    decision = Some(Decision::Change(Change::RemoveHappening(index)));
                }
            });
        });
        decision.or(left.then_some(Decision::Leave))
    }

    fn change(&self) -> Change {
        let what = match &self.what {
            What::Event { event, .. } => What::Event { event: event.clone(), payload: self.payload.text() },
            other => other.clone(),
        };
        let happening =
            Happening { after: self.after, milliseconds: self.milliseconds, profile: self.profile.clone(), what };
        match self.index {
            Some(index) => Change::Replace(index, happening),
            None => Change::Add(happening),
        }
    }

    fn sort(&mut self, ui: &mut Ui, session: &Session) {
        let offered = offered(session);
        let now = tell::sort(&self.what);
        choose(ui, word("happens.what"), Some(now), |ui| {
            for what in offered {
                let sort = tell::sort(&what);
                if item(ui, sort == now, sort) && sort != now {
                    self.turn_into(what, session);
                }
            }
        });
    }

    fn when(&mut self, ui: &mut Ui, session: &Session) {
        controls::length(ui, word("happens.when"), &mut self.after);
        let Some(scenario) = session.rehearsal().scenario() else { return };
        ui.horizontal(|ui| {
            let at = tell::moment(scenario, self.after);
            controls::hint(ui, &phrase("happens.at", &[("time", &names::long_moment(at, &session.zone()))]));
            if self.after.milliseconds() != 0 && link(ui, word("happens.at_start")).clicked() {
                self.after = Duration::Minutes(0);
            }
        });
    }
}

/// What an event brings of itself: about this person, else as its sample says.
fn brought(event: &Event, person: Option<&ProfileId>, session: &Session) -> String {
    let inventory = &session.workspace().inventory;
    let person = person.and_then(|id| inventory.get::<Profile>(id));
    person.map_or_else(|| event.sample.clone(), |person| new::sample_of(inventory, event, person))
}
