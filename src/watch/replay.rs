//! A real run as a scenario: the person as they came in, event values, answers as they were, the clock, the chance of
//! the version. Its dry run takes the same path.
//!
//! What a dry run of one person cannot know stands in the scenario's [`Real`]: which of the person's entries it was,
//! in which audiences the person had been seen and when that was seen to have changed, what others had taken of capped
//! paths, and what came of jumps.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::journey::{
    Activity, ActivityId, Answerer, AtAction, Audience, AudienceId, Definition, Duration, Evaluation, Fault, Happening,
    JourneyId, Jumped, Kind, LONGEST_PAUSE, Past, PastEvent, Profile, Real, Reply, Scenario, TakenOut, Value, What,
};
use crate::run::{Input, JumpOutcome, Outcome, Reason, Someone, Trigger, value_json};
use crate::wire::{Record, RecordChange, RecordHeard};

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
    let is_batch = |audience: &&Audience| audience.evaluation == Evaluation::Batch;
    let batch = definition.inventory.audiences.iter().filter(is_batch).map(|audience| audience.id.clone()).collect();
    let sends = |activity: &&Activity| matches!(activity.kind, Kind::Message(_) | Kind::MultiAction(_));
    let messages = definition.journey.activities.iter().filter(sends).map(|activity| activity.id.clone()).collect();
    let mut made = Made { record, start, messages, batch, real: Real::default(), happenings: Vec::new() };
    made.real.entry = u64::try_from(record.instance.entry).unwrap_or(1).max(1);
    let mut profile = made.enter(trigger);
    profile.name.clone_from(&record.instance.profile);
    made.meet();
    let replies = made.replies(definition);
    made.outcomes();
    let reason = record.instance.reason.as_deref().and_then(Reason::from_word);
    let left = record.instance.ended;
    made.real.taken_out = left.and_then(|at| {
        let after = made.after(at);
        match reason {
            Some(Reason::Ejected) => Some(TakenOut::Ejected(after)),
            Some(Reason::Stopped) => Some(TakenOut::Stopped(after)),
            _ => None,
        }
    });
    let until = left.filter(|_| reason == Some(Reason::Running));
    // A record from before it was said since when the journey was paused.
    if let Some(at) = left.filter(|_| reason == Some(Reason::Paused) && made.left_in().is_none()) {
        made.happens(at, What::Pause { at_actions: AtAction::Discard, days: LONGEST_PAUSE });
    }
    made.happenings.sort_by_key(|happening| happening.after.milliseconds() + i64::from(happening.milliseconds));
    let scenario = Scenario {
        name: record.instance.profile.clone(),
        seed,
        until,
        beside_schedule: true,
        profiles: vec![profile.id.clone()],
        happenings: made.happenings,
        replies,
        real: Some(made.real),
        ..Scenario::new("scenario-replay".into(), JourneyId(record.instance.journey.clone()), start)
    };
    Replayed { profile, scenario }
}

struct Made<'a> {
    record: &'a Record,
    start: Timestamp,
    /// Steps that send messages.
    messages: BTreeSet<ActivityId>,
    /// Audiences that are worked out once a day.
    batch: BTreeSet<AudienceId>,
    real: Real,
    happenings: Vec<Happening>,
}

impl Made<'_> {
    /// How many milliseconds from the start.
    fn after(&self, at: Timestamp) -> i64 {
        at.as_millisecond().saturating_sub(self.start.as_millisecond()).max(0)
    }

    /// Something happens to the person at this moment.
    fn happens(&mut self, at: Timestamp, what: What) {
        let after = self.after(at);
        let milliseconds = u32::try_from(after % 1_000).unwrap_or(0);
        let profile = Some(self.record.person.person.id.clone());
        self.happenings.push(Happening { after: Duration::Seconds(after / 1_000), milliseconds, profile, what });
    }

    /// Somebody looks at the person at this moment, and sees that membership of this audience has changed.
    fn sees(&mut self, at: Timestamp, audience: &AudienceId) {
        let after = self.after(at);
        let is_batch = self.batch.contains(audience);
        let moments = if is_batch { &mut self.real.evaluations } else { &mut self.real.looks };
        if let Err(place) = moments.binary_search(&after) {
            moments.insert(place, after);
        }
    }

    /// What lets the person in; the person as they are before it.
    fn enter(&mut self, trigger: Option<&Trigger>) -> Profile {
        let (record, start) = (self.record, self.start);
        let person = &record.person;
        let (mut inside, mut stated) = (person.person.audiences.clone(), person.stated().clone());
        match trigger {
            None => {}
            Some(Trigger::Event { event, payload }) => {
                self.happens(
                    start,
                    What::Event { event: event.clone(), payload: json(payload.told().unwrap_or(&Value::Null)) },
                );
            }
            Some(Trigger::Reading { event, payload, wave }) => {
                let what = match event {
                    Some(event) => {
                        What::Event { event: event.clone(), payload: json(payload.told().unwrap_or(&Value::Null)) }
                    }
                    None => What::ReadAudience,
                };
                self.happens(start, what);
                self.real.wave = *wave;
            }
            Some(Trigger::Qualification { audience, entered }) => {
                let before = record.before.as_ref();
                if let Some(before) = before {
                    inside.clone_from(&before.person.audiences);
                }
                if *entered {
                    inside.remove(audience);
                } else {
                    inside.insert(audience.clone());
                }
                let said = before.map(|before| before.stated().get(audience));
                match said.filter(|said| *said != stated.get(audience)) {
                    // What was said of the membership is said again.
                    Some(said) => {
                        self.happens(start, moves(audience, *entered));
                        match said.copied() {
                            Some(said) => stated.insert(audience.clone(), said),
                            None => stated.remove(audience),
                        };
                    }
                    // The rule says so of the person as they are by now.
                    None => self.sees(start, audience),
                }
            }
        }
        self.real.inside = inside.into_iter().collect();
        let outside = stated.iter().filter(|(_, inside)| !**inside);
        self.real.outside = outside.map(|(audience, _)| audience.clone()).collect();
        let audiences = stated.into_iter().filter(|(_, inside)| *inside);
        let audiences = audiences.map(|(audience, _)| audience).collect();
        Profile { audiences, history: self.history(), ..person.profile() }
    }

    /// What the person got before, and meanwhile from elsewhere: a cap counts it once its moment has come. What the run
    /// sends itself it sends again, and it comes in again.
    fn history(&self) -> Vec<PastEvent> {
        let record = self.record;
        let mut all = record.person.person.history.clone();
        for change in &record.changes {
            let new = change.person.person.history.iter().filter(|past| !all.contains(past)).cloned();
            all.extend(new.collect::<Vec<_>>());
        }
        all.retain(|past| !matches!(past.what, Past::Entry(_)) || past.at < record.instance.began);
        for heard in &record.heard {
            let Input::Replied { activity, outcome, .. } = &heard.input else { continue };
            if !self.messages.contains(activity) || !outcome.succeeded() {
                continue;
            }
            let is_own = |past: &PastEvent| past.at == heard.at && matches!(past.what, Past::Message(_));
            if let Some(own) = all.iter().position(is_own) {
                all.remove(own);
            }
        }
        all
    }

    /// What the run met after that, in order: events and reactions, and how the person changed from outside, not by the
    /// run's own updates, which it does again. What rules say of memberships follows from that when somebody looks.
    fn meet(&mut self) {
        let record = self.record;
        let mut heard = record.heard.iter().peekable();
        let mut before = &record.person;
        for change in &record.changes {
            while let Some(earlier) = heard.next_if(|heard| heard.place < change.place) {
                self.hear(earlier);
            }
            self.differs(change, before);
            before = &change.person;
        }
        heard.for_each(|heard| self.hear(heard));
    }

    fn hear(&mut self, RecordHeard { at, input, .. }: &RecordHeard) {
        match input {
            Input::Event { event, payload } => {
                self.happens(
                    *at,
                    What::Event { event: event.clone(), payload: json(payload.told().unwrap_or(&Value::Null)) },
                );
            }
            // Held in a pause, for as long as that lasted.
            Input::Stands { since } => self.pauses(*since),
            Input::Resumed { since } => {
                self.pauses(*since);
                self.happens(*at, What::Resume);
            }
            Input::Reacted { message, reaction } => {
                self.happens(*at, What::React { message: message.clone(), reaction: *reaction });
            }
            Input::Qualified { audience, .. } if !self.batch.contains(audience) => self.sees(*at, audience),
            _ => {}
        }
    }

    /// When the pause began in which the run was left at an action.
    fn left_in(&self) -> Option<Timestamp> {
        let reason = self.record.instance.reason.as_deref().and_then(Reason::from_word);
        let stands = self.record.heard.iter().rev().find_map(|heard| match &heard.input {
            Input::Stands { since } => Some(*since),
            _ => None,
        });
        stands.filter(|_| reason == Some(Reason::Paused))
    }

    /// The journey was paused at this moment.
    fn pauses(&mut self, since: Timestamp) {
        let before = self.happenings.len();
        let at_actions = if self.left_in() == Some(since) { AtAction::Discard } else { AtAction::Hold };
        self.happens(since, What::Pause { at_actions, days: LONGEST_PAUSE });
        let is_known = self.happenings.split_last().is_some_and(|(new, known)| known.contains(new));
        if is_known {
            self.happenings.truncate(before);
        }
    }

    /// What differs from the person before a change happens.
    fn differs(&mut self, change: &RecordChange, before: &Someone) {
        let RecordChange { at, person: after, own, .. } = change;
        let at = *at;
        for (field, value) in changed(before, after) {
            if !own.contains(&field) {
                self.happens(at, What::Attribute { field, value });
            }
        }
        for (audience, inside) in after.stated() {
            if before.stated().get(audience) != Some(inside) {
                self.happens(at, moves(audience, *inside));
            }
        }
        for audience in before.person.audiences.symmetric_difference(&after.person.audiences) {
            // What was said of a membership holds at once.
            if before.stated().get(audience) == after.stated().get(audience) || !self.batch.contains(audience) {
                self.sees(at, audience);
            }
        }
    }

    /// Answers as they were, in the order in which they were asked for.
    fn replies(&self, definition: &Definition) -> Vec<Reply> {
        let mut replies: Vec<((Timestamp, u32), Reply)> = Vec::new();
        for RecordHeard { at, asked, input, .. } in &self.record.heard {
            // Several messages of one step are asked for at once.
            let mut place = 0;
            let (from, outcome) = match input {
                Input::Replied { activity, outcome, part, .. } => {
                    place = *part;
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
                Outcome::Barred(obstacle) => (500, took, String::new(), Some(Fault::Barred(*obstacle))),
                Outcome::Failed => (500, took, String::new(), Some(Fault::Unsent)),
                Outcome::Unreached { because } => (500, took, String::new(), Some(Fault::Unreached(because.clone()))),
                Outcome::NoToken { because } => (500, took, String::new(), Some(Fault::NoToken(because.clone()))),
            };
            let reply = Reply { milliseconds, body, times: Some(1), fault, ..Reply::of(from, status) };
            replies.push(((asked, place), reply));
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

fn moves(audience: &AudienceId, entered: bool) -> What {
    if entered { What::EnterAudience(audience.clone()) } else { What::LeaveAudience(audience.clone()) }
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
