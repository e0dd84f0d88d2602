//! What belongs to each sort of thing that can happen: which event with which values, which message, which audience.

use egui::Ui;

use super::HappeningForm;
use super::offered::{attributes, events, messages};
use crate::designer::names;
use crate::designer::panels::drawer::test_run::controls::{self, choose, item};
use crate::designer::session::Session;
use crate::designer::widgets::{error_line, field_label};
use crate::designer::words::word;
use crate::expression::title;
use crate::journey::{AtAction, Audience, AudienceId, Event, EventId, ReactionKind, ValueType, What};

const REACTIONS: [(ReactionKind, &str); 4] = [
    (ReactionKind::Opened, "happens.does_opened"),
    (ReactionKind::Clicked, "happens.does_clicked"),
    (ReactionKind::Sent, "happens.does_sent"),
    (ReactionKind::Failed, "happens.does_failed"),
];

const AT_ACTIONS: [(AtAction, &str); 2] =
    [(AtAction::Hold, "happens.at_actions_hold"), (AtAction::Discard, "happens.at_actions_discard")];

impl HappeningForm {
    /// What belongs to this sort; true while it can be taken.
    pub(super) fn details(&mut self, ui: &mut Ui, session: &Session) -> bool {
        match self.what.clone() {
            What::Event { event, .. } => {
                self.event(ui, session, &event);
                self.payload.ui(ui)
            }
            What::EnterAudience(id) => {
                if let Some(other) = audience(ui, session, &id) {
                    self.what = What::EnterAudience(other);
                }
                true
            }
            What::LeaveAudience(id) => {
                if let Some(other) = audience(ui, session, &id) {
                    self.what = What::LeaveAudience(other);
                }
                true
            }
            What::React { .. } => {
                self.reaction(ui, session);
                true
            }
            What::Attribute { field, .. } => self.attribute(ui, session, &field),
            What::Pause { at_actions, .. } => {
                self.pause(ui, at_actions);
                true
            }
            What::ReadAudience | What::Resume => true,
        }
    }

    fn event(&mut self, ui: &mut Ui, session: &Session, event: &EventId) {
        let inventory = &session.workspace().inventory;
        let shown = inventory.get::<Event>(event).map(title::of_event);
        choose(ui, word("happens.event"), shown, |ui| {
            for other in events(session) {
                if item(ui, &other.id == event, title::of_event(other)) {
                    self.turn_into(What::Event { event: other.id.clone(), payload: String::new() }, session);
                }
            }
        });
    }

    fn pause(&mut self, ui: &mut Ui, now: AtAction) {
        let shown = AT_ACTIONS.iter().find(|(known, _)| *known == now).map(|(_, key)| word(key));
        choose(ui, word("happens.at_actions"), shown, |ui| {
            for (other, key) in AT_ACTIONS {
                if item(ui, other == now, word(key))
                    && let What::Pause { at_actions, .. } = &mut self.what
                {
                    *at_actions = other;
                }
            }
        });
    }

    fn reaction(&mut self, ui: &mut Ui, session: &Session) {
        let What::React { message, reaction } = &mut self.what else { return };
        let journey = session.journey();
        let known = journey.and_then(|journey| journey.activity(message));
        let shown = known.map(|activity| names::activity(activity, session.workspace()));
        choose(ui, word("happens.message"), shown.as_deref(), |ui| {
            for activity in messages(session) {
                if item(ui, &activity.id == message, &names::activity(activity, session.workspace())) {
                    *message = activity.id.clone();
                }
            }
        });
        let shown = REACTIONS.iter().find(|(kind, _)| kind == reaction).map(|(_, key)| word(key));
        choose(ui, word("happens.reaction"), shown, |ui| {
            for (kind, key) in REACTIONS {
                if item(ui, kind == *reaction, word(key)) {
                    *reaction = kind;
                }
            }
        });
    }

    fn attribute(&mut self, ui: &mut Ui, session: &Session, field: &str) -> bool {
        let fields = attributes(session);
        let known = fields.iter().find(|known| known.path == field);
        let shown = known.map_or_else(|| title::of_path(field), title::of);
        choose(ui, word("happens.attribute"), Some(&shown), |ui| {
            for other in &fields {
                if item(ui, other.path == field, &title::of(other)) {
                    self.what = What::Attribute { field: other.path.clone(), value: crate::journey::Value::Null };
                    self.text.clear();
                }
            }
        });
        let kind = known.map_or(ValueType::String, |field| field.kind);
        field_label(ui, word("happens.value"));
        controls::line(ui, word("happens.value"), &mut self.text, word("happens.missing"), f32::INFINITY);
        match crate::journey::Value::written(&self.text, kind) {
            Some(read) => {
                if let What::Attribute { value, .. } = &mut self.what {
                    *value = read;
                }
                true
            }
            None => {
                error_line(ui, word("happens.no_such_value"));
                false
            }
        }
    }
}

fn audience(ui: &mut Ui, session: &Session, id: &AudienceId) -> Option<AudienceId> {
    let inventory = &session.workspace().inventory;
    let mut chosen = None;
    let shown = inventory.get::<Audience>(id).map(|audience| audience.name.as_str());
    choose(ui, word("happens.audience"), shown, |ui| {
        for other in &inventory.audiences {
            if item(ui, &other.id == id, &other.name) {
                chosen = Some(other.id.clone());
            }
        }
    });
    chosen
}
