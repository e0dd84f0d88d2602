//! A real run as a scenario: the person as they came in, event values, answers as they were, the clock, the chance of
//! the version. Its dry run takes the same path.
//!
//! What a dry run of one person cannot know stands in the scenario's [`Real`]: which of the person's entries it was,
//! what others had taken of capped paths, and what came of jumps.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::journey::{
    Answerer, AudienceId, Definition, Duration, FORMAT, Fault, Happening, JourneyId, Jumped, Kind, Profile, Real,
    Reply, Scenario, Value, What,
};
use crate::run::{Input, JumpOutcome, Outcome, Reason, Someone, Trigger, value_json};
use crate::wire::{Record, RecordHeard};

/// What a real run becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// The person, as a test profile.
    pub profile: Profile,
    /// What happened to them.
    pub scenario: Scenario,
}

/// The person and the scenario of a real run. The ids are those of the server's person and of nothing: whoever keeps
/// the scenario gives it one.
pub fn replay(record: &Record, definition: &Definition, seed: u64) -> Replayed {
    let start = record.instance.began;
    let trigger = record.heard.iter().find_map(|heard| match &heard.input {
        Input::Enter(trigger) => Some(trigger),
        _ => None,
    });
    let mut made = Made { record, start, real: Real::default(), happenings: Vec::new() };
    made.real.entry = u64::try_from(record.instance.entry).unwrap_or(1).max(1);
    let before = made.enter(trigger);
    let mut profile = before.profile();
    profile.name.clone_from(&record.instance.profile);
    if let Some(Trigger::Reading { .. }) = trigger {
        // Whoever was read was inside, whatever has become of that since.
        let reads = definition.journey.activities.iter().find_map(|activity| match &activity.kind {
            Kind::ReadAudience(read) => read.audience.clone(),
            _ => None,
        });
        if let Some(audience) = reads.filter(|audience| !profile.audiences.contains(audience)) {
            made.real.outside.retain(|known| *known != audience);
            profile.audiences.push(audience);
        }
    }
    made.changes(definition);
    let replies = made.replies(definition);
    made.outcomes();
    made.happenings.sort_by_key(|happening| happening.after.milliseconds() + i64::from(happening.milliseconds));
    let reason = record.instance.reason.as_deref().and_then(Reason::from_word);
    let from_outside = matches!(reason, Some(Reason::Stopped | Reason::Ejected | Reason::Running));
    let until = record.instance.ended.filter(|_| from_outside);
    let scenario = Scenario {
        format: FORMAT,
        id: "scenario-replay".into(),
        name: record.instance.profile.clone(),
        description: String::new(),
        journey: JourneyId(record.instance.journey.clone()),
        seed,
        start,
        until,
        beside_schedule: true,
        profiles: vec![profile.id.clone()],
        happenings: made.happenings,
        replies,
        forced: BTreeMap::new(),
        real: Some(made.real),
        expect: Vec::new(),
    };
    Replayed { profile, scenario }
}

struct Made<'a> {
    record: &'a Record,
    start: Timestamp,
    real: Real,
    happenings: Vec<Happening>,
}

impl Made<'_> {
    /// Something happens to the person at this moment.
    fn happens(&mut self, at: Timestamp, what: What) {
        let after = at.as_millisecond().saturating_sub(self.start.as_millisecond()).max(0);
        let milliseconds = u32::try_from(after % 1_000).unwrap_or(0);
        let profile = Some(self.record.person.person.id.clone());
        self.happenings.push(Happening { after: Duration::Seconds(after / 1_000), milliseconds, profile, what });
    }

    /// What lets the person in; the person as they are before it.
    fn enter(&mut self, trigger: Option<&Trigger>) -> Someone {
        let (record, start) = (self.record, self.start);
        let mut person = record.person.clone();
        match trigger {
            None => {}
            Some(Trigger::Event { event, payload }) => {
                self.happens(start, What::Event { event: event.clone(), payload: json(payload) });
            }
            Some(Trigger::Reading { event: Some(event), payload, .. }) => {
                self.happens(start, What::Event { event: event.clone(), payload: json(payload) });
            }
            Some(Trigger::Reading { event: None, .. }) => self.happens(start, What::ReadAudience),
            Some(Trigger::Qualification { audience, entered }) => {
                let before = record
                    .before
                    .as_ref()
                    .filter(|before| !changed(before, &person).is_empty() || before.stated() != person.stated());
                match before {
                    // The change of the person that brought it about brings it about again.
                    Some(before) => {
                        let before = before.clone();
                        self.differs(start, &before, &person, &[]);
                        person = before;
                    }
                    // Time alone did.
                    None => {
                        person.state(audience, !entered);
                        let what = if *entered { What::EnterAudience } else { What::LeaveAudience };
                        self.happens(start, what(audience.clone()));
                    }
                }
            }
        }
        let outside = person.stated().iter().filter(|(_, inside)| !**inside);
        self.real.outside = outside.map(|(audience, _)| audience.clone()).collect();
        person
    }

    /// How the person changed from outside while the run lasted: not by its own updates, which it does again.
    fn changes(&mut self, definition: &Definition) {
        let record = self.record;
        let own: Vec<&str> = definition
            .journey
            .activities
            .iter()
            .filter_map(|activity| match &activity.kind {
                Kind::UpdateProfile(update) => Some(update.fields.iter().map(|field| field.field.as_str())),
                _ => None,
            })
            .flatten()
            .collect();
        let (mut before, mut moved) = (record.person.clone(), BTreeSet::new());
        for change in &record.changes {
            if !changed(&before, &change.person).is_empty() || before.stated() != change.person.stated() {
                moved.insert(change.at);
            }
            self.differs(change.at, &before, &change.person, &own);
            before = change.person.clone();
        }
        for RecordHeard { at, input, .. } in &record.heard {
            match input {
                Input::Event { event, payload } => {
                    self.happens(*at, What::Event { event: event.clone(), payload: json(payload) });
                }
                Input::Reacted { message, reaction } => {
                    self.happens(*at, What::React { message: message.clone(), reaction: *reaction });
                }
                // Time alone changed a membership, which shows when somebody looks: for whatever reason that was.
                Input::Qualified { audience, entered } if !moved.contains(at) => {
                    let what: fn(AudienceId) -> What = if *entered { What::EnterAudience } else { What::LeaveAudience };
                    self.happens(*at, what(audience.clone()));
                }
                _ => {}
            }
        }
    }

    /// What differs between two states of the person happens.
    fn differs(&mut self, at: Timestamp, before: &Someone, after: &Someone, but: &[&str]) {
        for (field, value) in changed(before, after) {
            if !but.contains(&field.as_str()) {
                self.happens(at, What::Attribute { field, value });
            }
        }
        for (audience, inside) in after.stated() {
            if before.stated().get(audience) != Some(inside) {
                let what: fn(AudienceId) -> What = if *inside { What::EnterAudience } else { What::LeaveAudience };
                self.happens(at, what(audience.clone()));
            }
        }
    }

    /// Answers as they were, in the order in which they were asked for.
    fn replies(&self, definition: &Definition) -> Vec<Reply> {
        let mut replies: Vec<(Timestamp, Reply)> = Vec::new();
        for RecordHeard { at, asked, input } in &self.record.heard {
            let (from, outcome) = match input {
                Input::Replied { activity, outcome, .. } => {
                    let kind = definition.journey.activity(activity).map(|activity| &activity.kind);
                    let from = match kind {
                        Some(Kind::CustomAction(call) | Kind::Campaign(call)) => {
                            call.action.clone().map(Answerer::Action)
                        }
                        Some(Kind::Message(_) | Kind::MultiAction(_)) => Some(Answerer::Message(activity.clone())),
                        _ => None,
                    };
                    (from, outcome)
                }
                Input::Fetched { need, outcome } => (Some(Answerer::DataSource(need.source.clone())), outcome),
                _ => continue,
            };
            let Some(from) = from else { continue };
            let asked = asked.unwrap_or(*at);
            let took = u64::try_from(at.as_millisecond().saturating_sub(asked.as_millisecond())).unwrap_or(0);
            let (status, milliseconds, body, fault) = match outcome {
                Outcome::Answered { status, body } if body.trim().is_empty() => {
                    (*status, took, "null".to_owned(), None)
                }
                Outcome::Answered { status, body } => (*status, took, body.clone(), None),
                Outcome::TimedOut => (504, took, String::new(), Some(Fault::TimedOut)),
                Outcome::Capped { because } => (429, took, String::new(), Some(Fault::Capped(because.clone()))),
                Outcome::Failed => (500, took, String::new(), Some(Fault::Unsent)),
            };
            let reply = Reply { from, profile: None, status, milliseconds, body, times: Some(1), fault };
            replies.push((asked, reply));
        }
        replies.sort_by_key(|(asked, _)| *asked);
        replies.into_iter().map(|(_, reply)| reply).collect()
    }

    /// What came of capped paths and jumps.
    fn outcomes(&mut self) {
        for heard in &self.record.heard {
            match &heard.input {
                Input::Counted { activity, place, .. } => {
                    self.real.places.entry(activity.clone()).or_default().push(*place);
                }
                Input::Jumped { activity, outcome, .. } => {
                    let jumped = match outcome {
                        JumpOutcome::Entered => Jumped::Entered,
                        JumpOutcome::AlreadyInside => Jumped::AlreadyInside,
                        JumpOutcome::Refused => Jumped::Refused,
                        JumpOutcome::Broken => Jumped::Broken,
                        JumpOutcome::NotHere => Jumped::NotHere,
                    };
                    self.real.jumps.entry(activity.clone()).or_default().push(jumped);
                }
                _ => {}
            }
        }
    }
}

/// Attributes that differ, with what they are afterwards.
fn changed(before: &Someone, after: &Someone) -> Vec<(String, Value)> {
    let (old, new) = (before.profile().attributes, after.profile().attributes);
    let gone = old.keys().filter(|field| !new.contains_key(*field)).map(|field| (field.clone(), Value::Null));
    let mut changed: Vec<(String, Value)> = gone.collect();
    changed.extend(new.into_iter().filter(|(field, value)| old.get(field) != Some(value)));
    changed
}

fn json(value: &Value) -> String {
    value_json(value).to_string()
}
