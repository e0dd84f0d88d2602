//! One person's place in one journey: all that must be kept between two inputs.
//!
//! Names activities and objects by id, never by index, so that a stored state outlives a new compilation; it says
//! which machine wrote it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journey::{
    ActionId, ActivityId, AudienceId, BranchId, EventId, JourneyId, ProfileId, ReactionKind, Value, is_default,
};

use super::{Effect, End, Need, Outcome, Payload, Request};

/// The version of the machine that writes states.
pub const MACHINE: u32 = 1;

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The machine that wrote it.
    pub machine: u32,
    /// Which journey.
    pub journey: JourneyId,
    /// Whose run.
    pub profile: ProfileId,
    /// Where chance begins.
    pub seed: u64,
    /// Which of this person's entries into this journey, from 1.
    pub run: u64,
    /// What tells it apart from other runs of the same person in the same journey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplemental: Option<String>,
    /// When it began; `None` before [`super::Input::Enter`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<Timestamp>,
    /// How often each activity was reached.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub visits: BTreeMap<ActivityId, u64>,
    /// What is waited for; the first to fire wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<Waiting>,
    /// Events that came while a step was at work, in that order; taken once it is done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stacked: Vec<(EventId, Payload)>,
    /// The latest payload of each event on the path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub events: BTreeMap<EventId, Payload>,
    /// The latest change of membership on the path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualification: Option<Qualification>,
    /// The latest reply of each action on the path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub replies: BTreeMap<ActionId, Reply>,
    /// The latest answer of each content decision and dataset lookup on the path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outputs: BTreeMap<ActivityId, Value>,
    /// The activity that was left last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<ActivityId>,
    /// The latest failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// Milliseconds that the latest call took with its retries.
    #[serde(default)]
    pub last_call_ms: i64,
    /// Milliseconds that data sources took for the latest step that asked them.
    #[serde(default)]
    pub last_fetch_ms: i64,
    /// Splits whose path is not left to chance.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub forced: BTreeMap<ActivityId, BranchId>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<End>,
}

impl State {
    /// A run that has not begun.
    pub fn new(journey: JourneyId, profile: ProfileId, seed: u64, run: u64) -> Self {
        Self {
            machine: MACHINE,
            journey,
            profile,
            seed,
            run,
            supplemental: None,
            entered: None,
            visits: BTreeMap::new(),
            waiting: Vec::new(),
            stacked: Vec::new(),
            events: BTreeMap::new(),
            qualification: None,
            replies: BTreeMap::new(),
            outputs: BTreeMap::new(),
            previous: None,
            failure: None,
            last_call_ms: 0,
            last_fetch_ms: 0,
            forced: BTreeMap::new(),
            end: None,
        }
    }

    /// The key of one use of an activity towards other systems: the same over retries and restarts.
    pub fn key(&self, activity: &ActivityId, visit: u64) -> String {
        format!("{}/{}/{}/{activity}/{visit}", self.journey, self.profile, self.run)
    }

    /// The key towards other systems of what leaves by this effect; none where nothing does. Several messages of one
    /// activity are told apart: whoever knows a key again must not take the second one for the first.
    pub fn key_of(&self, effect: &Effect) -> Option<String> {
        let part = match effect {
            Effect::Send { part, .. } => *part,
            _ => 0,
        };
        effect.leaves().map(|(activity, visit)| self.key_of_part(activity, visit, part))
    }

    /// The key of one of several messages of an activity.
    pub fn key_of_part(&self, activity: &ActivityId, visit: u64, part: u32) -> String {
        let key = self.key(activity, visit);
        if part == 0 { key } else { format!("{key}.{part}") }
    }

    /// Whether the run waits at an action until its journey, which is paused, goes on.
    pub fn is_held(&self) -> bool {
        self.waiting.iter().any(|waiting| matches!(waiting.what, WaitingFor::Paused { .. }))
    }

    /// Whether a step is at work: it asked somebody for something and has no answer yet.
    pub fn is_at_work(&self) -> bool {
        self.waiting.iter().any(|waiting| waiting.what.is_work())
    }

    /// Whether the run still waits for the answer to this attempt.
    pub fn awaits(&self, effect: &Effect) -> bool {
        let waits = |activity: &ActivityId, visit: u64, meant: &dyn Fn(&WaitingFor) -> bool| {
            let mut waiting = self.waiting.iter();
            waiting.any(|waiting| &waiting.activity == activity && waiting.visit == visit && meant(&waiting.what))
        };
        match effect {
            Effect::Call { activity, visit, attempt, .. } => waits(
                activity,
                *visit,
                &|what| matches!(what, WaitingFor::Reply { attempt: current, .. } if current == attempt),
            ),
            Effect::Send { activity, visit, attempt, part, .. } => waits(activity, *visit, &|what| match what {
                WaitingFor::Channel { attempt: current, .. } => current == attempt,
                WaitingFor::Channels { parts, .. } => match parts.get(index(*part)) {
                    Some(open) => !open.heard && open.attempt == *attempt,
                    None => parts.is_empty(),
                },
                _ => false,
            }),
            Effect::Consult { activity, visit, .. } => {
                waits(activity, *visit, &|what| matches!(what, WaitingFor::Answer { .. }))
            }
            Effect::Fetch { need, .. } => waits(&need.activity, need.visit, &|what| {
                let WaitingFor::Data { asked, .. } = what else { return false };
                asked.iter().any(|asked| &asked.need == need && asked.outcome.is_none())
            }),
            _ => false,
        }
    }
}

/// Where a part stands among several.
pub(super) fn index(part: u32) -> usize {
    usize::try_from(part).unwrap_or(usize::MAX)
}

/// What a key of [`State::key_of`] says: journey, profile, which of the person's runs, activity. `None` where it is no
/// key.
pub fn key_parts(key: &str) -> Option<(&str, &str, u64, &str)> {
    // The id of a person is anybody's text; ids of a document have no slash.
    let (journey, rest) = key.split_once('/')?;
    let mut parts = rest.rsplitn(4, '/');
    let (visit, activity, run, profile) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let (visit, part) = visit.split_once('.').unwrap_or((visit, "0"));
    visit.parse::<u64>().ok()?;
    part.parse::<u32>().ok()?;
    Some((journey, profile, run.parse().ok()?, activity))
}

/// An activity that is not done yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// Which.
    pub activity: ActivityId,
    /// On which visit.
    pub visit: u64,
    /// Since when.
    pub since: Timestamp,
    /// For what.
    pub what: WaitingFor,
}

/// What an activity waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum WaitingFor {
    /// A moment.
    Moment(Timestamp),
    /// An event of the person, at most until a moment.
    Event {
        /// Which.
        event: EventId,
        /// Until when.
        until: Option<Timestamp>,
    },
    /// A change of membership, at most until a moment.
    Qualification {
        /// Of which audience.
        audience: AudienceId,
        /// Whether entrances count.
        entrances: bool,
        /// Whether exits count.
        exits: bool,
        /// Until when.
        until: Option<Timestamp>,
    },
    /// A reaction to a message, at most until a moment.
    Reaction {
        /// The activity that sent it.
        message: ActivityId,
        /// Which.
        reaction: ReactionKind,
        /// Until when.
        until: Option<Timestamp>,
    },
    /// The reply to a call.
    Reply {
        /// What was sent.
        request: Request,
        /// Attempts that failed before this one.
        attempt: u32,
        /// Why the attempt before failed.
        error: Option<String>,
        /// Milliseconds for which its attempts waited for their turn.
        #[serde(default, skip_serializing_if = "is_default")]
        held_ms: i64,
    },
    /// The word of a message's channel.
    Channel {
        /// What was sent.
        letter: super::Letter,
        /// Why it says this, where it does not say the same to everybody.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        because: String,
        /// Attempts that failed before this one.
        #[serde(default, skip_serializing_if = "is_default")]
        attempt: u32,
        /// Why the attempt before failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// The words of the channels of several messages.
    Channels {
        /// What was handed over.
        letters: Vec<super::Letter>,
        /// How many were answered so far.
        answered: usize,
        /// The first answer that was none of success.
        failed: Option<Outcome>,
        /// How far each message is; a state from before several messages were tried again has none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Part>,
    },
    /// The answer to a content decision or a dataset lookup.
    Answer {
        /// The answer as the inventory states it, as JSON.
        found: String,
        /// Why it is that one.
        because: String,
    },
    /// Data of external sources.
    Data {
        /// What was asked, and what was answered so far.
        asked: Vec<Asked>,
        /// Whether a message that was held until it suits the person has its hour.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        due: bool,
    },
    /// A place in a capped path.
    Place,
    /// The outcome of a jump.
    Jump,
    /// The journey is paused: the action is done when it goes on.
    Paused {
        /// Whether a message that was held until it suits the person has its hour.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        due: bool,
    },
}

/// How far one of several messages is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which of the activity's messages it is, as they stand there.
    pub message: usize,
    /// Attempts that failed before this one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub attempt: u32,
    /// Why the attempt before failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Whether its last word was heard.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub heard: bool,
}

/// A question to a data source, and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The question.
    pub need: Need,
    /// The answer.
    pub outcome: Option<Outcome>,
}

/// A change of membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qualification {
    /// Of which audience.
    pub audience: AudienceId,
    /// True for an entrance.
    pub entered: bool,
    /// When.
    pub at: Timestamp,
}

/// What an action answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// `http_200`, `timedout`, `capped`, `internalError`.
    pub status: String,
    /// The body.
    pub body: Value,
    /// Whether it is the body of a failure.
    pub failed: bool,
}

/// A step that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Which.
    pub activity: ActivityId,
    /// `500`, `capped`, `timedOut`, `error`.
    pub code: String,
    /// Whether a data source failed rather than the step itself.
    pub fetch: bool,
}
