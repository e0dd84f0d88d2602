//! The driver: what happens is put into the queue, source by source, and a clock jumps from one entry to the next.

use jiff::{SignedDuration, Timestamp};

use super::arrivals::Source;
use super::bring::Bringer;
use super::crowd::{Crowd, reaction};
use super::plan::Plan;
use super::queue::{Due, Rank, is_evaluation};
use super::watch::Watch;
use crate::journey::{Coming, EventId, Happening, JourneyId, Profile, ProfileId, Value, What};
use crate::run::conduct::{Reading, Work};
use crate::run::{Conductor, Entry, Payload, Reason};
use crate::simulate::drive::happens;

/// So much is done between two words on how far it is.
const BETWEEN: u64 = 4_096;

/// How far a forecast is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Virtual time.
    pub now: Timestamp,
    /// Pieces of work that are done.
    pub done: u64,
    /// Runs that are not over.
    pub inside: usize,
    /// What is due.
    pub due: usize,
}

/// Moves everybody until nothing is left to do, or the time is over. `go_on` is asked now and then; false ends it.
/// Yields the moment of the last thing that happened.
pub fn conduct(plan: &Plan<'_>, watch: &mut impl Watch, go_on: impl FnMut(&Progress) -> bool) -> Timestamp {
    let mut drive = Drive { plan, crowd: Crowd::new(plan, watch), sources: Vec::new() };
    drive.prepare();
    drive.run(go_on)
}

struct Drive<'a, W> {
    plan: &'a Plan<'a>,
    crowd: Crowd<'a, W>,
    sources: Vec<Source<'a>>,
}

impl<'a, W: Watch> Drive<'a, W> {
    fn run(mut self, mut go_on: impl FnMut(&Progress) -> bool) -> Timestamp {
        let mut last = self.plan.start;
        for done in 1.. {
            let (now, rank, due) = match self.crowd.next(self.plan.until) {
                Ok(next) => next,
                Err(later) => {
                    let end = if later { self.plan.until } else { last };
                    self.leave_all(end, Reason::Running);
                    return last;
                }
            };
            let is_evaluation = is_evaluation(&due);
            if is_evaluation && self.is_over(now) || self.crowd.is_stale(&due) {
                continue;
            }
            self.work(now, rank, due);
            self.crowd.tidy();
            if self.crowd.was_moved() || !is_evaluation {
                last = now;
            }
            if done % BETWEEN == 0 {
                let (inside, due) = (self.crowd.count_inside(), self.crowd.queue.len());
                if !go_on(&Progress { now, done, inside, due }) {
                    self.leave_all(now, Reason::Stopped);
                    return now;
                }
            }
        }
        last
    }

    /// Whether nobody is inside or comes any more, so that an evaluation concerns nobody.
    fn is_over(&self, now: Timestamp) -> bool {
        self.plan.scenario.is_none()
            && now >= self.plan.closes
            && self.crowd.count_inside() == 0
            && self.crowd.queue.is_idle()
    }

    fn conduct(&mut self, now: Timestamp) -> Conductor<'_, Crowd<'a, W>> {
        Conductor::new(&mut self.crowd, now)
    }

    fn leave_all(&mut self, now: Timestamp, reason: Reason) {
        for run in self.crowd.inside() {
            self.conduct(now).leave(run, reason);
            self.crowd.tidy();
        }
    }

    fn work(&mut self, now: Timestamp, rank: Rank, due: Due) {
        let (journey, profile) = self.crowd.named(rank);
        let person = rank.person.checked_sub(1);
        match due {
            Due::Arrival(source) => {
                self.arrival(now, source, &profile, person);
                self.await_next(source);
            }
            Due::Happening(place) => {
                let Some(happening) = self.plan.happenings().get(place as usize) else { return };
                let payload = match &happening.what {
                    What::Event { event, payload } => self.brought(now, event, payload, person),
                    _ => Payload::default(),
                };
                happens(self.conduct(now), &journey, &profile, (&happening.what, payload));
            }
            Due::Event(place) => {
                let Some(follow_up) = self.plan.population.follow_ups.get(place as usize) else { return };
                let payload = self.brought(now, &follow_up.event, "", person);
                self.conduct(now).event(&profile, &follow_up.event, payload);
            }
            Due::Reaction { message, clicks } => {
                let message = self.crowd.activity(message);
                self.conduct(now).react(&profile, &message, reaction(clicks));
            }
            due => {
                let Some(work) = self.crowd.work(due) else { return };
                if let Work::Turn(_, effect) = &work {
                    self.crowd.turns(now, effect);
                }
                self.conduct(now).work(&journey, &profile, work);
            }
        }
    }

    fn arrival(&mut self, now: Timestamp, source: u32, profile: &ProfileId, person: Option<u32>) {
        let Some(what) = self.sources.get(source as usize).map(Source::what) else { return };
        match what {
            Coming::Event(event) => {
                let payload = self.brought(now, event, "", person);
                self.conduct(now).event(profile, event, payload);
            }
            Coming::Business(event) => {
                let payload = self.brought(now, event, "", None);
                self.conduct(now).business(event, &payload);
            }
            Coming::Reads(journey) => self.conduct(now).reading(journey, Reading::default()),
            Coming::Enters(audience) => self.conduct(now).member(profile, audience, true),
            Coming::Leaves(audience) => self.conduct(now).member(profile, audience, false),
        }
    }

    /// Puts the next arrival of a source into the queue.
    fn await_next(&mut self, number: u32) {
        let plan = self.plan;
        let Some(source) = self.sources.get_mut(number as usize) else { return };
        if let Some((at, person)) = source.next(&plan.people) {
            let rank = self.crowd.rank(&JourneyId::default(), person);
            self.crowd.queue.push(at, rank, Due::Arrival(number));
        }
    }

    /// Puts everything into the queue that is known beforehand.
    fn prepare(&mut self) {
        let (plan, start) = (self.plan, self.plan.start);
        let programs = self.crowd.opened();
        for program in programs.iter() {
            self.conduct(start).closes(program);
        }
        for (place, happening) in (0_u32..).zip(plan.happenings()) {
            self.happening(place, happening);
        }
        for (number, arrivals) in plan.population.arrivals.iter().enumerate() {
            self.sources.push(Source::of(arrivals, number, &plan.people, (plan.seed, plan.closes)));
        }
        for number in (0_u32..).take(self.sources.len()) {
            self.await_next(number);
        }
        self.conduct(start).evaluates();
        if !plan.scenario.is_some_and(|scenario| scenario.beside_schedule) {
            for program in programs.iter() {
                self.conduct(start).reads(program);
            }
        }
    }

    /// Something that a scenario says.
    fn happening(&mut self, place: u32, happening: &Happening) {
        let plan = self.plan;
        let Some(scenario) = plan.scenario else { return };
        let after = happening.after.milliseconds().saturating_add(i64::from(happening.milliseconds));
        let at = plan.start.checked_add(SignedDuration::from_millis(after)).unwrap_or(Timestamp::MAX);
        let rank = self.crowd.rank(&scenario.journey, None);
        let one = happening.profile.as_ref().and_then(|profile| plan.people.find(profile));
        if let Some(business) = self.for_everybody(&scenario.journey, &happening.what) {
            let reading = Reading { business, only: happening.profile.clone(), ..Reading::default() };
            return self.crowd.queue.push(at, rank, Due::Work(Box::new(Work::Reading(reading))));
        }
        if matches!(happening.what, What::Pause { .. } | What::Resume) {
            return self.crowd.queue.push(at, rank, Due::Happening(place));
        }
        let people = one.map_or(0..plan.people.count(), |one| one..one + 1);
        for person in people {
            let rank = self.crowd.rank(&scenario.journey, Some(person));
            self.crowd.queue.push(at, rank, Due::Happening(place));
        }
    }

    /// What concerns the journey rather than one person: the reading of its audience, and by which business event.
    fn for_everybody(&self, journey: &JourneyId, what: &What) -> Option<Option<(EventId, Payload)>> {
        let programs = self.crowd.opened();
        let program = programs.iter().find(|program| program.journey() == journey)?;
        match (what, program.entry()) {
            (What::ReadAudience, _) => Some(None),
            (What::Event { event, payload }, Entry::Reading { business: Some(meant), .. }) if event == &meant => {
                Some(Some((event.clone(), program.payload(event, payload).into())))
            }
            _ => None,
        }
    }

    /// What an event says of a person: as it is written, else the event's sample as that person would bring it.
    fn brought(&self, now: Timestamp, event: &EventId, payload: &str, number: Option<u32>) -> Payload {
        if !payload.trim().is_empty() {
            let programs = self.crowd.opened();
            return programs.first().map_or(Value::Null, |program| program.payload(event, payload)).into();
        }
        if number.is_some() && self.crowd.bringing.is_asked_later(event) {
            return Payload::Own(now);
        }
        let profile = number.and_then(|person| match self.plan.scenario {
            // As the dry run has it: as the test profile stands in the inventory.
            Some(_) => self.plan.workspace.inventory.get::<Profile>(&self.plan.people.id(person)).cloned(),
            None => Some(self.crowd.somebody(person).whole().profile()),
        });
        self.crowd.bringing.brought(event, &Bringer { now, number, profile }).into()
    }
}
