//! Something that happens during the run: an event with its payload, at a time, to one person or to all.

use egui::accesskit::Role;
use egui::{ComboBox, DragValue, TextEdit, Ui, WidgetInfo};

use super::profiles;
use super::test_run::Beside;
use crate::designer::rehearsal::{Change, Rehearse};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, SMALL, Theme, Weight, mono, rich};
use crate::designer::widgets::{error_line, field_label, hint_line, primary_if, secondary};
use crate::designer::words::{phrase, word};
use crate::journey::{Duration, EventId, EventKind, Happening, ProfileId, What};

/// See the module.
#[derive(Default)]
pub struct Fire {
    event: Option<EventId>,
    payload: String,
    minutes: i64,
    unit: usize,
    profile: Option<ProfileId>,
}

impl Fire {
    /// Draws the form and what happens already.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, beside: &mut Beside, requests: &mut Requests) {
        ui.spacing_mut().item_spacing.y = 4.0;
        self.already(ui, session, requests);
        self.which(ui, session);
        self.when(ui);
        self.whom(ui, session);
        let label = field_label(ui, word("fire.payload"));
        let edit = TextEdit::multiline(&mut self.payload)
            .font(mono(SMALL))
            .hint_text(word("fire.sample"))
            .desired_rows(3)
            .desired_width(f32::INFINITY);
        ui.add(edit).labelled_by(label.id);
        let error = (!self.payload.trim().is_empty())
            .then(|| serde_json::from_str::<serde_json::Value>(&self.payload).err())
            .flatten();
        if let Some(error) = &error {
            error_line(ui, &phrase("fire.no_json", &[("why", &error.to_string())]));
        }
        let is_ready = self.event.is_some() && error.is_none();
        if primary_if(ui, is_ready, word("fire.go")).clicked()
            && let Some(event) = self.event.clone()
        {
            let what = What::Event { event, payload: self.payload.trim().to_owned() };
            let happening = Happening { after: self.after(), profile: self.profile.clone(), what };
            requests.push(Request::Rehearse(Rehearse::Change(Box::new(Change::Add(happening)))));
            *beside = Beside::Why;
        }
    }

    fn already(&self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let Some(scenario) = session.rehearsal().scenario() else { return };
        let theme = Theme::of(ui.ctx());
        for (index, happening) in scenario.happenings.iter().enumerate() {
            ui.horizontal(|ui| {
                let what = describe(&happening.what, session);
                let text = phrase("fire.after", &[("what", &what), ("time", &happening.after.to_string())]);
                ui.label(rich(text, BODY, Weight::Regular).color(theme.text));
                if secondary(ui, word("common.remove")).clicked() {
                    let change = Change::RemoveHappening(index);
                    requests.push(Request::Rehearse(Rehearse::Change(Box::new(change))));
                }
            });
        }
    }

    fn which(&mut self, ui: &mut Ui, session: &Session) {
        let label = field_label(ui, word("fire.event"));
        let events = &session.workspace().inventory.events;
        let name = |id: &EventId| events.iter().find(|event| &event.id == id).map(|event| event.name.as_str());
        let chosen = self.event.as_ref().and_then(name).unwrap_or(word("fire.choose"));
        let combo = ComboBox::from_id_salt("event to fire").width(ui.available_width() - 8.0).selected_text(chosen);
        let response = combo
            .show_ui(ui, |ui| {
                for event in events.iter().filter(|event| event.kind == EventKind::Unitary) {
                    let is_chosen = self.event.as_ref() == Some(&event.id);
                    if ui.selectable_label(is_chosen, &event.name).clicked() {
                        self.event = Some(event.id.clone());
                        self.payload.clone_from(&event.sample);
                    }
                }
            })
            .response;
        response.labelled_by(label.id);
        if events.is_empty() {
            hint_line(ui, word("fire.no_events"));
        }
    }

    fn after(&self) -> Duration {
        match self.unit {
            0 => Duration::Minutes(self.minutes),
            1 => Duration::Hours(self.minutes),
            _ => Duration::Days(self.minutes),
        }
    }

    fn when(&mut self, ui: &mut Ui) {
        field_label(ui, word("fire.when"));
        ui.horizontal(|ui| {
            let amount = ui.add(DragValue::new(&mut self.minutes).range(0..=131_000));
            amount.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, word("fire.when")));
            let units = [word("units.minutes"), word("units.hours"), word("units.days")];
            for (index, unit) in units.into_iter().enumerate() {
                ui.selectable_value(&mut self.unit, index, unit);
            }
        });
    }

    fn whom(&mut self, ui: &mut Ui, session: &Session) {
        let Some(scenario) = session.rehearsal().scenario() else { return };
        let label = field_label(ui, word("fire.whom"));
        let chosen = self.profile.as_ref().map(|profile| profiles::name(session, profile));
        let chosen = chosen.unwrap_or_else(|| word("fire.everybody").to_owned());
        let combo =
            ComboBox::from_id_salt("whom it happens to").width(ui.available_width() - 8.0).selected_text(chosen);
        let shown = combo.show_ui(ui, |ui| {
            ui.selectable_value(&mut self.profile, None, word("fire.everybody"));
            for profile in &scenario.profiles {
                ui.selectable_value(&mut self.profile, Some(profile.clone()), profiles::name(session, profile));
            }
        });
        shown.response.labelled_by(label.id);
    }
}

fn describe(what: &What, session: &Session) -> String {
    let inventory = &session.workspace().inventory;
    let audience = |id| inventory.get::<crate::journey::Audience>(id).map_or("", |audience| audience.name.as_str());
    match what {
        What::Event { event, .. } => {
            inventory.get::<crate::journey::Event>(event).map_or_else(|| event.to_string(), |event| event.name.clone())
        }
        What::EnterAudience(id) => phrase("fire.enters", &[("audience", audience(id))]),
        What::LeaveAudience(id) => phrase("fire.leaves", &[("audience", audience(id))]),
        What::React { .. } => word("fire.reacts").to_owned(),
        What::Attribute { field, .. } => phrase("fire.attribute", &[("field", field)]),
        What::ReadAudience => word("fire.reads").to_owned(),
    }
}
