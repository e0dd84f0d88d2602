//! What the conductor asks of whoever keeps people and runs.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journey::{ActivityId, AtAction, AudienceId, EventId, JourneyId, PastEvent, ProfileId, Value};
#[cfg(doc)]
use crate::run::Someone;
use crate::run::traffic::{Answer, Entries, Traffic};
use crate::run::{Discard, Effect, End, Input, JumpOutcome, Payload, Persona, Program, Reason, State, Step};

use super::Pausing;

/// Keeps people, runs, plans and traces, and carries effects to the outside. Nothing here decides anything.
///
/// What grows with the number of people is asked for one by one, or portion by portion: a host may keep it on a disk.
pub trait Host {
    /// Names a run; later runs have greater names.
    type Key: Copy + Ord;

    /// A person, to look at.
    type Person<'a>: Persona
    where
        Self: 'a;

    /// Whether it wants to know what runs hear: [`Host::heard`].
    const REMEMBERS: bool = false;

    /// Whether it wants to know why steps went as they did, in words, and what messages said. Steps that failed say why
    /// all the same.
    const TELLS: bool = true;

    /// The journeys that let people in now, in the order of their ids.
    fn open(&self) -> Arc<[Arc<Program>]>;

    /// The journey to which a jump leads.
    fn target(&mut self, journey: &JourneyId, now: Timestamp) -> Target;

    /// A person, to look at; `None` where nobody has this id.
    fn person(&mut self, profile: &ProfileId) -> Option<Self::Person<'_>>;

    /// Whether a person came into an audience after this moment, by [`Someone::new_since`].
    fn is_new(&mut self, profile: &ProfileId, audience: &AudienceId, last: Timestamp) -> bool;

    /// Writes attributes of a person, by [`Someone::write`].
    fn write(&mut self, profile: &ProfileId, fields: Vec<(String, Value)>);

    /// States that a person is in an audience, or is not, by [`Someone::state`].
    fn state(&mut self, profile: &ProfileId, audience: &AudienceId, inside: bool);

    /// Remembers of a person what happened to them, by [`Someone::remember`].
    fn remember(&mut self, profile: &ProfileId, past: PastEvent);

    /// Works a person's memberships out anew by [`Someone::refresh`]; what changed.
    fn refresh(&mut self, profile: &ProfileId, now: Timestamp) -> Vec<(AudienceId, bool)>;

    /// Works them out by [`Someone::evaluate`]: all of them, as the daily evaluation does; what changed.
    fn evaluate(&mut self, profile: &ProfileId, now: Timestamp) -> Vec<(AudienceId, bool)>;

    /// Whether there is any audience that the daily evaluation works out.
    fn evaluates(&self) -> bool;

    /// The next portion of all people, in the order of their ids, after this one; nobody where there are no more.
    fn people(&mut self, after: Option<&ProfileId>) -> Vec<ProfileId>;

    /// What admission remembers of a person in a journey.
    fn entries(&mut self, journey: &JourneyId, profile: &ProfileId) -> &mut Entries;

    /// How many took this capped path, of the version that the run is on.
    fn taken(&mut self, key: Self::Key, activity: &ActivityId) -> &mut u64;

    /// What all journeys share towards other systems: the limits of calls, and the pace of readings.
    fn traffic(&mut self) -> &mut Traffic;

    /// When the journey's audience was read last.
    fn last_reading(&mut self, journey: &JourneyId) -> &mut Option<Timestamp>;

    /// Whether a journey is paused, and when it went on last.
    fn pausing(&self, journey: &JourneyId) -> Pausing;

    /// A journey is paused, or goes on.
    fn set_pausing(&mut self, journey: &JourneyId, pausing: Pausing);

    /// The runs of a person that are not over, in the order of their beginnings.
    fn runs_of(&mut self, profile: &ProfileId) -> Vec<Self::Key>;

    /// The next portion of the runs of a journey that are not over, after this one; none where there are no more.
    fn runs_in(&mut self, journey: &JourneyId, after: Option<Self::Key>) -> Vec<Self::Key>;

    /// A run that is not over, with its person.
    fn run(&mut self, key: Self::Key) -> Option<Inside<'_, Self::Person<'_>>>;

    /// Makes room for a run that was let in with this number; it has not begun.
    fn begin(
        &mut self,
        now: Timestamp,
        program: &Arc<Program>,
        profile: &ProfileId,
        number: u64,
        supplemental: Option<&str>,
    ) -> Self::Key;

    /// Somebody was not let in.
    fn discarded(
        &mut self,
        now: Timestamp,
        journey: &JourneyId,
        profile: &ProfileId,
        supplemental: Option<&str>,
        discard: Discard,
    );

    /// A run heard something from outside and took it; timers and turns, which follow from what it heard, are not told.
    fn heard(&mut self, _key: Self::Key, _now: Timestamp, _input: Input) {}

    /// A run is about to write attributes of its person.
    fn writes(&mut self, _key: Self::Key, _fields: &[(String, Value)]) {}

    /// The place that a run gets in a capped path, where that is known beforehand; else it is counted.
    fn placed(&mut self, _key: Self::Key, _activity: &ActivityId) -> Option<Option<u64>> {
        None
    }

    /// What comes of a jump, where that is known beforehand; else it is made.
    fn jumped(&mut self, _key: Self::Key, _activity: &ActivityId) -> Option<JumpOutcome> {
        None
    }

    /// An attempt asked the limits of its call, and this is their answer; for those who watch.
    fn limited(&mut self, _key: Self::Key, _now: Timestamp, _effect: &Effect, _answer: &Answer) {}

    /// Keeps a step of a run.
    fn trace(&mut self, key: Self::Key, step: Step);

    /// A run is over; its state may be forgotten.
    fn ended(&mut self, key: Self::Key, end: End);

    /// Has this work done at a moment, by [`super::Conductor::work`]. Simultaneous work is done in the order of (time,
    /// journey, profile, sequence of planning); what is for no person in particular comes before what is for one.
    fn plan(&mut self, at: Timestamp, journey: &JourneyId, profile: Option<&ProfileId>, work: Work<Self::Key>);

    /// Carries an attempt to the outside ([`Effect::Call`], [`Effect::Send`], [`Effect::Fetch`], [`Effect::Consult`])
    /// and comes back with its answer as [`Work::Input`].
    fn ask(&mut self, key: Self::Key, now: Timestamp, effect: Effect);
}

/// A run that is not over, with its person.
#[derive(Debug)]
pub struct Inside<'a, P> {
    /// What it runs.
    pub program: &'a Program,
    /// Its place.
    pub state: &'a mut State,
    /// Whose run it is.
    pub person: P,
    /// Where its journey is paused, what becomes of whoever comes to an action.
    pub pause: Option<AtAction>,
}

/// Where a jump leads.
#[derive(Clone, Debug)]
pub enum Target {
    /// To a journey that lets people in.
    Here(Arc<Program>),
    /// To one that lets nobody in now.
    Closed,
    /// To one that is known and not part of what is being run.
    NotHere,
    /// To none that could be run.
    Broken,
}

/// What is to be done at some moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Work<K> {
    /// All audiences are evaluated, for everybody who comes after this person. It concerns no journey: it stands under
    /// the id that none has.
    Evaluation {
        /// Everybody up to this person has been evaluated; nobody yet where absent, and then tomorrow's is planned.
        after: Option<ProfileId>,
    },
    /// The audience of the journey is read.
    Reading(Reading),
    /// People of an audience that was read come in.
    Arrival(Arrival),
    /// Attributes of the person have changed, and perhaps memberships with them.
    Look,
    /// Everybody leaves the journey.
    Leave {
        /// Why.
        reason: Reason,
        /// Those up to this run have left.
        after: Option<K>,
    },
    /// Something for a run.
    Input(K, Input),
    /// The turn of an attempt has come that waited for a throttle: it goes out, where its run still waits for it.
    Turn(K, Box<Effect>),
    /// The longest time of a pause is over.
    Resume {
        /// When it began.
        since: Timestamp,
    },
    /// People who were held in a pause go on.
    Release(Release<K>),
}

/// People who were held in a pause go on, a portion at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Release<K> {
    /// When the pause began, and when it ended.
    pub pause: (Timestamp, Timestamp),
    /// Those up to this run have been looked at.
    pub after: Option<K>,
    /// How many have gone on.
    pub released: i64,
}

/// People of an audience that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// Who, in order.
    pub people: Vec<ProfileId>,
    /// With which wave, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wave: Option<usize>,
    /// The business event that set the reading off, and its payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business: Option<(EventId, Payload)>,
    /// How near they are.
    #[serde(default)]
    pub place: Place,
}

impl Arrival {
    /// Nobody, come in the same way.
    pub(super) fn beside(&self) -> Self {
        Self { people: Vec::new(), wave: self.wave, business: self.business.clone(), place: self.place }
    }
}

/// How near people are who come in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// They come as fast as their audience is read.
    #[default]
    Outside,
    /// It is their turn, beside those of other readings.
    Due,
    /// They come in.
    Admitted,
}

/// The reading of an audience.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The business event that set it off, and its payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business: Option<(EventId, Payload)>,
    /// For this person only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<ProfileId>,
    /// By the journey's schedule, which plans the next one.
    #[serde(default)]
    pub scheduled: bool,
    /// How far it has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Done>,
}

/// How far a reading has come that is done portion by portion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// Up to this person.
    pub upto: ProfileId,
    /// When the reading before this one was.
    pub before: Option<Timestamp>,
}
