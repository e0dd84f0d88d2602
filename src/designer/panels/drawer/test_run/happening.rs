//! The form of something that happens: what, to whom, and when.

use egui::{Context, Ui};
use jiff::{SignedDuration, Timestamp};

use super::ask::Decision;
use super::controls::{self, choose, item};
use super::payload::Payload;
use super::{people, tell};
use crate::designer::dialogs::{buttons, dialog};
use crate::designer::fields::{read_value, shown_value};
use crate::designer::names;
use crate::designer::rehearsal::Change;
use crate::designer::session::Session;
use crate::designer::widgets::{error_line, link, primary_if, secondary};
use crate::designer::words::{phrase, word};
use crate::expression::shape;
use crate::journey::{
    Activity, ActivityId, Audience, AudienceId, Duration, Event, EventId, EventKind, ExitCriterion, ExitWhen, Field,
    Happening, Kind, ProfileId, ReactionKind, SchemaClass, ValueType, What,
};
use crate::simulate::{Reason, Run};

const REACTIONS: [(ReactionKind, &str); 4] = [
    (ReactionKind::Opened, "happens.does_opened"),
    (ReactionKind::Clicked, "happens.does_clicked"),
    (ReactionKind::Sent, "happens.does_sent"),
    (ReactionKind::Failed, "happens.does_failed"),
];

/// See the module.
pub struct HappeningForm {
    /// Under which number it is known; `None` for a new one.
    index: Option<usize>,
    what: What,
    after: Duration,
    profile: Option<ProfileId>,
    payload: Payload,
    /// An attribute's value as it is typed.
    text: String,
}

impl HappeningForm {
    /// A form for something new, at the moment and for the person that are looked at.
    pub fn new(session: &Session) -> Self {
        let rehearsal = session.rehearsal();
        let run = rehearsal.run();
        let start = rehearsal.scenario().map(|scenario| scenario.start);
        let at = run.and_then(|run| now(run, rehearsal.step()));
        let passed = at.zip(start).map_or(0, |(at, start)| at.as_millisecond() - start.as_millisecond());
        let what = likely(session);
        let form = Self {
            index: None,
            after: controls::length_of(passed),
            profile: run.map(|run| run.profile.clone()),
            payload: Payload::default(),
            text: String::new(),
            what,
        };
        form.refilled(session)
    }

    /// The form of what happens under this number.
    pub fn of(index: usize, happening: &Happening, session: &Session) -> Self {
        let form = Self {
            index: Some(index),
            what: happening.what.clone(),
            after: happening.after,
            profile: happening.profile.clone(),
            payload: Payload::default(),
            text: String::new(),
        };
        form.refilled(session)
    }

    /// What is typed follows from what happens.
    fn refilled(mut self, session: &Session) -> Self {
        match &self.what {
            What::Event { event, payload } => {
                let inventory = &session.workspace().inventory;
                let known = inventory.get::<Event>(event);
                let fields = known.map(|event| shape::event_fields(inventory, event)).unwrap_or_default();
                self.payload = Payload::new(payload, known.map_or("", |event| &event.sample), &fields);
            }
            What::Attribute { value, .. } => self.text = shown_value(value),
            _ => {}
        }
        self
    }

    fn turn_into(&mut self, what: What, session: &Session) {
        self.what = what;
        self.text.clear();
        let form = std::mem::replace(self, Self::empty());
        *self = form.refilled(session);
    }

    fn empty() -> Self {
        Self {
            index: None,
            what: What::ReadAudience,
            after: Duration::Minutes(0),
            profile: None,
            payload: Payload::default(),
            text: String::new(),
        }
    }

    /// Draws the form; what was decided, once that is known.
    pub fn ui(&mut self, context: &Context, session: &Session) -> Option<Decision> {
        let mut decision = None;
        let title = if self.index.is_some() { word("happens.edit") } else { word("happens.add") };
        let left = dialog(context, "happening", title, 480.0, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            self.sort(ui, session);
            let is_sound = self.details(ui, session);
            people::choose(ui, word("happens.whom"), session, &mut self.profile);
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
        let happening = Happening { after: self.after, profile: self.profile.clone(), what };
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

    /// What belongs to this sort; true while it can be taken.
    fn details(&mut self, ui: &mut Ui, session: &Session) -> bool {
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
            What::ReadAudience => true,
        }
    }

    fn event(&mut self, ui: &mut Ui, session: &Session, event: &EventId) {
        let inventory = &session.workspace().inventory;
        let shown = inventory.get::<Event>(event).map(|event| event.name.as_str());
        choose(ui, word("happens.event"), shown, |ui| {
            for other in events(session) {
                if item(ui, &other.id == event, &other.name) {
                    self.turn_into(What::Event { event: other.id.clone(), payload: String::new() }, session);
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
        let named = |field: &Field| if field.title.is_empty() { field.path.clone() } else { field.title.clone() };
        let known = fields.iter().find(|known| known.path == field);
        let shown = known.map_or_else(|| field.to_owned(), named);
        choose(ui, word("happens.attribute"), Some(&shown), |ui| {
            for other in &fields {
                if item(ui, other.path == field, &named(other)) {
                    self.what = What::Attribute { field: other.path.clone(), value: crate::journey::Value::Null };
                    self.text.clear();
                }
            }
        });
        let kind = known.map_or(ValueType::String, |field| field.kind);
        crate::designer::widgets::field_label(ui, word("happens.value"));
        controls::line(ui, word("happens.value"), &mut self.text, word("happens.missing"), f32::INFINITY);
        match read_value(&self.text, kind) {
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

/// The moment that is looked at. At the end of a run nothing would follow any more: then the middle of its longest
/// pause.
fn now(run: &Run, step: usize) -> Option<Timestamp> {
    let looked = run.steps.get(step)?.at;
    if step + 1 < run.steps.len() || run.end.reason == Reason::Running {
        return Some(looked);
    }
    let pauses = run.steps.windows(2).filter_map(|pair| match pair {
        [before, after] => Some((after.at.as_second() - before.at.as_second(), before.at)),
        _ => None,
    });
    let (pause, since) = pauses.max_by_key(|(pause, _)| *pause)?;
    // Whole minutes are easier to read.
    let half = if pause >= 120 { pause / 120 * 60 } else { pause / 2 };
    if pause > 0 { since.checked_add(SignedDuration::from_secs(half)).ok() } else { Some(looked) }
}

/// The events of the workspace, those that this journey listens to first.
fn events(session: &Session) -> Vec<&Event> {
    let used = session.journey().map(|journey| {
        let event = |activity: &Activity| match &activity.kind {
            Kind::Event(event) => event.event.clone(),
            Kind::BusinessEvent(event) => event.event.clone(),
            _ => None,
        };
        let exits = journey.properties.exit_criteria.iter().filter_map(exit_event);
        journey.activities.iter().filter_map(event).chain(exits).collect::<Vec<_>>()
    });
    let used = used.unwrap_or_default();
    let mut events: Vec<&Event> = session.workspace().inventory.events.iter().collect();
    events.sort_by_key(|event| (!used.contains(&event.id), event.kind == EventKind::Business));
    events
}

/// The event that takes people out.
fn exit_event(exit: &ExitCriterion) -> Option<EventId> {
    match &exit.when {
        ExitWhen::Event { event, .. } => event.clone(),
        _ => None,
    }
}

fn messages(session: &Session) -> Vec<&Activity> {
    let sends = |activity: &&Activity| matches!(activity.kind, Kind::Message(_) | Kind::Campaign(_));
    session.journey().map(|journey| journey.activities.iter().filter(sends).collect()).unwrap_or_default()
}

fn attributes(session: &Session) -> Vec<Field> {
    let schemas = session.workspace().inventory.schemas.iter();
    let fields = schemas.filter(|schema| schema.class == SchemaClass::IndividualProfile).flat_map(|it| &it.fields);
    fields.filter(|field| field.kind != ValueType::ListObject).cloned().collect()
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

/// What can happen in this journey, the likeliest first; only what the workspace has something for.
fn offered(session: &Session) -> Vec<What> {
    let mut offered = Vec::new();
    if let Some(event) = events(session).first() {
        offered.push(What::Event { event: event.id.clone(), payload: String::new() });
    }
    if let Some(message) = messages(session).first() {
        offered.push(What::React { message: message.id.clone(), reaction: ReactionKind::Opened });
    }
    if let Some(audience) = session.workspace().inventory.audiences.first() {
        let id = asked_audience(session).unwrap_or_else(|| audience.id.clone());
        offered.push(What::EnterAudience(id.clone()));
        offered.push(What::LeaveAudience(id));
    }
    if let Some(field) = attributes(session).first() {
        offered.push(What::Attribute { field: field.path.clone(), value: crate::journey::Value::Null });
    }
    if session
        .journey()
        .is_some_and(|journey| journey.activities.iter().any(|activity| matches!(activity.kind, Kind::ReadAudience(_))))
    {
        offered.push(What::ReadAudience);
    }
    offered
}

fn asked_audience(session: &Session) -> Option<AudienceId> {
    session.journey()?.activities.iter().find_map(|activity| match &activity.kind {
        Kind::AudienceQualification(asked) => asked.audience.clone(),
        _ => None,
    })
}

/// What a person most likely wants to happen next: what the journey listens to after its beginning, else what takes
/// people out of it, else what begins it.
fn likely(session: &Session) -> What {
    let arrives = |event: EventId| What::Event { event, payload: String::new() };
    let run = session.rehearsal().run().filter(|run| !run.steps.is_empty());
    let later = session.journey().zip(run).and_then(|(journey, run)| {
        let begins = |activity: &Activity| journey.roots().any(|root| root.id == activity.id);
        let passed = |id: &ActivityId| run.steps.iter().any(|step| &step.activity == id);
        let listens = journey.activities.iter().filter(|activity| passed(&activity.id) && !begins(activity));
        let mut heard = listens.filter_map(|activity| match &activity.kind {
            Kind::Event(event) => event.event.clone().map(arrives),
            Kind::Reaction(reaction) => {
                reaction.message.clone().map(|message| What::React { message, reaction: reaction.reaction })
            }
            _ => None,
        });
        let exit = || journey.properties.exit_criteria.iter().find_map(exit_event).map(arrives);
        heard.next().or_else(exit)
    });
    later.or_else(|| offered(session).into_iter().next()).unwrap_or(What::ReadAudience)
}
