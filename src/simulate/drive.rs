//! The driver: what the scenario says is put into the queue, and a clock jumps from one entry to the next.
//!
//! Simultaneous work is done in the order of (time, journey, profile, sequence).

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::edit::new::PersonalSample;
use crate::journey::{Event, EventId, JourneyId, Profile, ProfileId, Scenario, TakenOut, Value, What, Workspace};
use crate::run::conduct::{Arrival, Host, Place, Reading, Work};
use crate::run::{Conductor, Entry, Payload, Program, Reason, Someone};

use super::Trace;
use super::memory::{Due, Memory};
use super::outside::Outside;

/// Pieces of work after which a dry run that goes in circles is broken off.
const MOST_WORK: u64 = 1_000_000;

pub(super) struct Drive<'a> {
    workspace: &'a Workspace,
    scenario: &'a Scenario,
    until: Timestamp,
    program: Arc<Program>,
    host: Memory<'a>,
    samples: BTreeMap<EventId, Option<PersonalSample<'a>>>,
}

impl<'a> Drive<'a> {
    pub(super) fn new(
        workspace: &'a Workspace,
        scenario: &'a Scenario,
        program: Program,
        (people, outside): (BTreeMap<ProfileId, Someone>, Outside<'a>),
        until: Timestamp,
    ) -> Self {
        let program = Arc::new(program);
        let host = Memory::new(workspace, scenario, Arc::clone(&program), (people, outside));
        let mut drive = Self { workspace, scenario, until, program, host, samples: BTreeMap::new() };
        drive.prepare();
        drive
    }

    /// Writes down the keys of what would leave the house.
    pub(super) fn noting_keys(mut self) -> Self {
        self.host.note_keys();
        self
    }

    /// Does everything until nothing is left, or the time is over. The trace, and the keys where they are noted.
    pub(super) fn run(mut self) -> (Trace, Vec<String>) {
        let mut last = self.scenario.start;
        for done in 1.. {
            let ((at, journey, profile, _), due) = match self.host.next(self.until) {
                Ok(next) => next,
                Err(later) => {
                    let end = if later { self.until } else { last };
                    self.leave_all(end, Reason::Running);
                    break;
                }
            };
            let now = at;
            let is_evaluation = matches!(due, Due::Work(Work::Evaluation { .. }));
            match due {
                Due::Happening(index) => self.happening(now, &profile, index),
                Due::Reaction(message, reaction) => self.conduct(now).react(&profile, &message, reaction),
                Due::Work(work) => self.conduct(now).work(&journey, &profile, work),
            }
            if self.host.was_moved() || !is_evaluation {
                last = now;
            }
            if done >= MOST_WORK {
                self.leave_all(now, Reason::Stopped);
                break;
            }
        }
        self.host.trace()
    }

    fn conduct(&mut self, now: Timestamp) -> Conductor<'_, Memory<'a>> {
        Conductor::new(&mut self.host, now)
    }

    fn leave_all(&mut self, now: Timestamp, reason: Reason) {
        for run in self.host.inside() {
            self.conduct(now).leave(run, reason);
        }
    }

    /// Puts everything into the queue that is known beforehand: the end, the happenings, and the schedule.
    fn prepare(&mut self) {
        let program = Arc::clone(&self.program);
        let journey = program.journey();
        let start = self.scenario.start;
        self.conduct(start).closes(&program);
        if let Some(taken_out) = self.scenario.real.as_ref().and_then(|real| real.taken_out) {
            let (after, reason) = match taken_out {
                TakenOut::Ejected(after) => (after, Reason::Ejected),
                TakenOut::Stopped(after) => (after, Reason::Stopped),
            };
            let at = start.checked_add(SignedDuration::from_millis(after)).unwrap_or(start);
            self.host.due(at, journey, None, Due::Work(Work::Leave { reason, after: None }));
        }
        // By a look the person came in; what else happened in that moment came after it. Later it is what happens that
        // has the person looked at.
        let looks = self.scenario.real.iter().flat_map(|real| &real.looks);
        let (first, later): (Vec<i64>, Vec<i64>) = looks.partition(|look| **look == 0);
        self.look(&first);
        for (index, happening) in self.scenario.happenings.iter().enumerate() {
            let at = super::dry_run::after(start, happening.after);
            let at = at.checked_add(SignedDuration::from_millis(i64::from(happening.milliseconds))).unwrap_or(at);
            if let Some(reading) = self.for_everybody(&happening.what, happening.profile.as_ref()) {
                let work = self.read(reading);
                self.host.due(at, journey, None, Due::Work(work));
                continue;
            }
            if matches!(happening.what, What::Pause { .. } | What::Resume) {
                self.host.due(at, journey, None, Due::Happening(index));
                continue;
            }
            let people: Vec<ProfileId> = match &happening.profile {
                Some(profile) => vec![profile.clone()],
                None => self.host.everybody(),
            };
            for profile in people {
                self.host.due(at, journey, Some(&profile), Due::Happening(index));
            }
        }
        match &self.scenario.real {
            None => self.conduct(start).evaluates(),
            // Of a real run it is known when evaluations changed anything.
            Some(real) => {
                for evaluation in &real.evaluations {
                    let at = start.checked_add(SignedDuration::from_millis(*evaluation)).unwrap_or(start);
                    let work = Work::Evaluation { after: Some(ProfileId::default()) };
                    self.host.due(at, &Default::default(), None, Due::Work(work));
                }
            }
        }
        self.look(&later);
        if !self.scenario.beside_schedule {
            self.conduct(start).reads(&program);
        }
    }

    /// Everybody is looked at, so many milliseconds after the start.
    fn look(&mut self, looks: &[i64]) {
        for look in looks {
            let at = self.scenario.start.checked_add(SignedDuration::from_millis(*look)).unwrap_or(self.scenario.start);
            for profile in &self.scenario.profiles {
                self.host.due(at, self.program.journey(), Some(profile), Due::Work(Work::Look));
            }
        }
    }

    /// What concerns the journey rather than one person.
    fn for_everybody(&self, what: &What, only: Option<&ProfileId>) -> Option<Reading> {
        let business = match (what, self.program.entry()) {
            (What::ReadAudience, _) => None,
            (What::Event { event, payload }, Entry::Reading { business: Some(meant), .. }) if event == &meant => {
                Some((event.clone(), self.program.payload(event, payload).into()))
            }
            _ => return None,
        };
        Some(Reading { business, only: only.cloned(), ..Reading::default() })
    }

    /// The work of a reading. Who really was read comes in, whatever has become of the membership until then.
    fn read(&self, reading: Reading) -> Work<usize> {
        match (&self.scenario.real, &reading.only) {
            (Some(real), Some(only)) => Work::Arrival(Arrival {
                people: vec![only.clone()],
                wave: real.wave,
                business: reading.business,
                place: Place::Admitted,
            }),
            _ => Work::Reading(reading),
        }
    }

    /// Something happens to one person, or to the journey.
    fn happening(&mut self, now: Timestamp, profile: &ProfileId, index: usize) {
        let Some(happening) = self.scenario.happenings.get(index) else { return };
        let payload = match &happening.what {
            What::Event { event, payload } => self.brought(profile, event, payload).into(),
            _ => Payload::default(),
        };
        let journey = &self.scenario.journey;
        happens(Conductor::new(&mut self.host, now), journey, profile, (&happening.what, payload));
    }

    /// What an event says of a person: as the scenario has it, else the event's sample as that person would bring it.
    fn brought(&mut self, profile: &ProfileId, event: &EventId, payload: &str) -> Value {
        if !payload.trim().is_empty() {
            return self.program.payload(event, payload);
        }
        let inventory = &*self.workspace.inventory;
        let sample = self
            .samples
            .entry(event.clone())
            .or_insert_with(|| inventory.get::<Event>(event).map(|event| PersonalSample::of(inventory, event)));
        let own =
            sample.as_ref().zip(inventory.get::<Profile>(profile)).and_then(|(sample, person)| sample.about(person));
        self.program.payload(event, own.as_deref().unwrap_or_default())
    }
}

/// Something of a scenario happens to one person, or to its journey; an event with this payload.
pub(super) fn happens<H: Host>(
    mut conductor: Conductor<'_, H>,
    journey: &JourneyId,
    profile: &ProfileId,
    (what, payload): (&What, Payload),
) {
    match what {
        What::Event { event, .. } => conductor.event(profile, event, payload),
        What::EnterAudience(audience) => conductor.member(profile, audience, true),
        What::LeaveAudience(audience) => conductor.member(profile, audience, false),
        What::React { message, reaction } => conductor.react(profile, message, *reaction),
        What::Attribute { field, value } => conductor.write(profile, [(field.clone(), value.clone())]),
        What::ReadAudience => {}
        What::Pause { at_actions, days } => conductor.pause(journey, *at_actions, *days),
        What::Resume => conductor.resume(journey),
    }
}
