//! What happens goes to everybody whom it concerns: who takes an event, who is let in, what a change of membership sets
//! off, readings, waves, jumps, dates.
//!
//! The routing of every host is this one: the dry run, which keeps people in memory and lets a scenario answer, and the
//! server, which keeps them on a disk and lets the network answer. So neither can do what the other does not. Knows no
//! clock and no disk: a [`Conductor`] lives for one moment of a [`Host`].

mod arbitrate;
mod depart;
mod enter;
mod evaluate;
mod happen;
mod host;
mod pause;
mod perform;
mod read;

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::journey::{JourneyId, ProfileId};

use super::{Effect, Input, Reason, Trigger, instance};

pub use depart::PROVIDER_WITHIN_MS;
pub use evaluate::next_evaluation;
pub use host::{Arrival, Done, Host, Inside, Place, Reading, Release, Target, Work};
pub use pause::{Pause, Pausing};
pub use read::next_reading;

/// One moment of a host.
#[derive(Debug)]
pub struct Conductor<'h, H: Host> {
    host: &'h mut H,
    now: Timestamp,
    /// Runs that were let in and have not taken their first step. A journey that jumps the moment it is entered would
    /// otherwise begin within the step of the one before, and a long chain of them would fill the stack.
    newcomers: VecDeque<(H::Key, Trigger)>,
}

impl<'h, H: Host> Conductor<'h, H> {
    /// At this moment.
    pub fn new(host: &'h mut H, now: Timestamp) -> Self {
        Self { host, now, newcomers: VecDeque::new() }
    }

    /// Does what was planned.
    pub fn work(&mut self, journey: &JourneyId, profile: &ProfileId, work: Work<H::Key>) {
        match work {
            Work::Evaluation { after } => self.evaluation(after),
            Work::Reading(reading) => self.reading(journey, reading),
            Work::Arrival(arrival) => self.come(journey, arrival),
            Work::Look => self.refresh(profile),
            Work::Leave { reason, after } => self.leave_all(journey, reason, after),
            // What is left over from a run that has ended concerns nobody, not even to look at the person.
            Work::Input(key, _) if self.host.run(key).is_none() => {}
            Work::Input(key, input) => {
                self.hang_up(key, &input);
                self.refresh(profile);
                self.feed(key, input);
            }
            Work::Turn(key, effect) => self.turn(key, *effect),
            Work::Resume { since } => self.resume_by_itself(journey, since),
            Work::Release(release) => self.release(journey, release),
        }
    }

    /// Ends one run from outside.
    pub fn leave(&mut self, key: H::Key, reason: Reason) {
        self.feed(key, Input::Leave(reason));
    }

    /// Takes out every run of a person in a journey.
    fn eject(&mut self, journey: &JourneyId, profile: &ProfileId) {
        for key in self.host.runs_of(profile) {
            if self.host.run(key).is_some_and(|run| &run.state.journey == journey) {
                self.leave(key, Reason::Ejected);
            }
        }
    }

    /// Takes a portion of a journey's people out, and plans the next.
    fn leave_all(&mut self, journey: &JourneyId, reason: Reason, after: Option<H::Key>) {
        let portion = self.host.runs_in(journey, after);
        let Some(last) = portion.last().copied() else { return };
        for key in portion {
            self.leave(key, reason);
        }
        if !self.host.runs_in(journey, Some(last)).is_empty() {
            self.host.plan(self.now, journey, None, Work::Leave { reason, after: Some(last) });
        }
    }

    /// Gives every run of a person an input; the journeys in which one of them took it.
    fn feed_all(&mut self, profile: &ProfileId, input: &Input) -> Vec<JourneyId> {
        let mut taken = Vec::new();
        for key in self.host.runs_of(profile) {
            if let Some(journey) = self.feed(key, input.clone())
                && !taken.contains(&journey)
            {
                taken.push(journey);
            }
        }
        taken
    }

    /// Gives a run an input and does what follows; the run's journey where it took the input.
    fn feed(&mut self, key: H::Key, input: Input) -> Option<JourneyId> {
        let taken = self.give(key, input);
        self.begin_newcomers();
        taken
    }

    /// Everybody who was let in takes the first step; those whom that lets in elsewhere follow.
    fn begin_newcomers(&mut self) {
        while let Some((key, trigger)) = self.newcomers.pop_front() {
            self.give(key, Input::Enter(trigger));
        }
    }

    fn give(&mut self, key: H::Key, input: Input) -> Option<JourneyId> {
        let connected = self.host.traffic().gates.has_connections();
        let run = self.host.run(key)?;
        let calls = if connected { depart::open_calls(run.state) } else { Vec::new() };
        let heard = (H::REMEMBERS && input.is_from_outside()).then(|| input.clone());
        let stood = run.state.is_held();
        let step = if H::TELLS { instance::step } else { instance::step_untold };
        let effects = step(run.program, run.state, &run.person, (self.now, run.pause), input);
        if effects.is_empty() && !heard.as_ref().is_some_and(Input::is_answer) {
            return None;
        }
        let (whose, is_held) = (perform::Whose::of(run.state), run.state.is_held());
        drop(run);
        let is_left = |effect: &Effect| matches!(effect, Effect::Ended(end) if end.reason == Reason::Paused);
        let stands = H::REMEMBERS && (!stood && is_held || effects.iter().any(is_left));
        if effects.iter().any(|effect| matches!(effect, Effect::Ended(_))) {
            // Nobody is left who would hang up.
            calls.iter().for_each(|call| self.host.traffic().gates.answered(call));
        }
        let took = !effects.is_empty();
        if let Some(heard) = heard {
            self.host.heard(key, self.now, heard);
        }
        if stands && let Some(pause) = self.host.pausing(&whose.journey).pause {
            self.host.heard(key, self.now, Input::Stands { since: pause.since });
        }
        for effect in effects {
            self.perform(key, &whose, effect);
        }
        took.then_some(whose.journey)
    }
}
