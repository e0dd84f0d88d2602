//! One person in one journey: what happened goes in, what is to be done comes out.
//!
//! Several activities may wait at once; the first that is done decides, and the others are forgotten. A value that an
//! update writes is seen from the next input on, as on the platform, which promises it only later.

mod arrive;
mod call;
mod choose;
mod consult;
mod content;
mod frequency;
mod handover;
mod leave;
mod listen;
mod message;
mod pause;
mod paused;
mod question;
mod quiet;
mod request;
mod several;
mod supplemental;

use jiff::{SignedDuration, Timestamp};

use crate::journey::{ActivityId, AtAction, EventId};

use super::plan::Does;
use super::world::World;
use super::{Effect, Input, Need, Outcome, Payload, Persona, Program, Reason, State, Trigger, WaitingFor};
pub use choose::by_clock;
pub use handover::{NoHandover, hand_over, through};
pub(crate) use listen::counts;
pub use question::question;
pub use request::{Rehearsed, rehearse};
pub use supplemental::identifiers;

use arrive::Arrival;
use leave::Departure;

/// How long anybody stays: 91 days ("Guardrails and limitations", help/using/start/guardrails.md).
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(91 * 24);

/// Steps after which a run that goes in circles is broken off; 50 activities in a row never come near.
pub const MOST_VISITS: u64 = 10_000;

/// Moves one run. Total: whatever comes in, it never panics; what concerns nobody any more (a stale timer, a late
/// reply, an input for another visit) changes nothing. Where the journey is paused, `pause` says what becomes of
/// whoever comes to an action.
pub fn step(
    program: &Program,
    state: &mut State,
    person: &dyn Persona,
    (now, pause): (Timestamp, Option<AtAction>),
    input: Input,
) -> Vec<Effect> {
    advance(program, state, person, (now, pause), input, true)
}

/// [`step`] for those who only count. Does the same, but a step that did not fail says not why it went as it did, and
/// messages whose texts are written for everybody alike, or cannot fail, leave without them.
pub fn step_untold(
    program: &Program,
    state: &mut State,
    person: &dyn Persona,
    (now, pause): (Timestamp, Option<AtAction>),
    input: Input,
) -> Vec<Effect> {
    advance(program, state, person, (now, pause), input, false)
}

fn advance(
    program: &Program,
    state: &mut State,
    person: &dyn Persona,
    (now, pause): (Timestamp, Option<AtAction>),
    input: Input,
    tells: bool,
) -> Vec<Effect> {
    if state.end.is_some() || state.journey != program.journey || state.machine != super::MACHINE {
        return Vec::new();
    }
    let mut machine = Machine { program, state, person, now, pause, tells, effects: Vec::new() };
    machine.take(input);
    machine.unstack();
    machine.expire();
    machine.effects
}

/// Whether a record is this event: its condition holds, or it carries the event's orchestration eventID. A record
/// without an eventID counts as the event that it is sent as.
pub fn suits(program: &Program, person: &dyn Persona, now: Timestamp, event: &EventId, payload: &Payload) -> bool {
    let state = State::new(program.journey.clone(), person.id().clone(), 0, 0);
    listen::suits(program, &state, person, now, event, payload)
}

struct Machine<'a> {
    program: &'a Program,
    state: &'a mut State,
    person: &'a dyn Persona,
    now: Timestamp,
    /// Where the journey is paused, what becomes of whoever comes to an action.
    pause: Option<AtAction>,
    /// Whether anybody wants to know why, in words.
    tells: bool,
    effects: Vec<Effect>,
}

impl<'a> Machine<'a> {
    fn take(&mut self, input: Input) {
        match input {
            Input::Leave(reason) => self.stop(reason),
            Input::Enter(trigger) if self.state.entered.is_none() => self.begin(trigger),
            _ if self.state.entered.is_none() => {}
            Input::Enter(_) => {}
            Input::Timer { activity, visit } => self.timer(&activity, visit),
            Input::Event { event, payload } => self.event(&event, payload),
            Input::Qualified { audience, entered } => self.qualified(&audience, entered),
            Input::Reacted { message, reaction } => self.reacted(&message, reaction),
            Input::Replied { activity, visit, attempt, part, outcome } => {
                self.replied(&activity, visit, (attempt, part), outcome);
            }
            Input::Held { activity, visit, attempt, until } => self.held(&activity, visit, attempt, until),
            Input::Fetched { need, outcome } => self.fetched(&need, outcome),
            Input::Counted { activity, visit, place } => self.counted(&activity, visit, place),
            Input::Jumped { activity, visit, outcome } => self.jumped(&activity, visit, outcome),
            Input::Resumed { .. } => self.resumed(),
            Input::Exit { exit, because } => self.exit(&exit, &because),
            Input::Stands { .. } => {}
        }
    }

    fn begin(&mut self, trigger: Trigger) {
        let Some(node) = self.program.nodes.get(self.program.entry) else { return };
        self.state.entered = Some(self.now);
        self.state.visits.insert(node.id.clone(), 1);
        if let Some(at) = self.deadline() {
            // Visits count from 1: visit 0 is the run's own time.
            self.effects.push(Effect::WakeAt { at, activity: node.id.clone(), visit: 0 });
        }
        let mut because = self.welcome(trigger);
        if let Some(id) = self.state.supplemental.as_ref().filter(|_| self.tells) {
            because = format!("{because}, for {id}");
        }
        self.travel(self.program.entry, Departure::next(because));
    }

    fn welcome(&mut self, trigger: Trigger) -> String {
        match trigger {
            Trigger::Event { event, payload } => {
                let because = self.told(|| format!("{} arrived", self.event_name(&event)));
                self.state.events.insert(event, payload);
                because
            }
            Trigger::Qualification { audience, entered } => {
                let because = self.told(|| listen::qualification_words(self.program, &audience, entered));
                self.state.qualification = Some(super::state::Qualification { audience, entered, at: self.now });
                because
            }
            Trigger::Reading { event: Some(event), payload, .. } => {
                let because = self.told(|| format!("{} arrived", self.event_name(&event)));
                self.state.events.insert(event, payload);
                because
            }
            Trigger::Reading { event: None, wave, .. } => {
                let because = self.told(|| self.reading_words(self.program.entry));
                match (wave, self.program.waves()) {
                    _ if !self.tells => because,
                    (Some(wave), Some(waves)) => format!("{because}, wave {wave} of {}", waves.waves.len()),
                    _ => because,
                }
            }
        }
    }

    /// Words, where anybody wants them.
    fn told(&self, words: impl FnOnce() -> String) -> String {
        if self.tells { words() } else { String::new() }
    }

    fn event_name(&self, event: &EventId) -> String {
        self.program.events.get(event).map_or_else(|| event.to_string(), |plan| plan.name.clone())
    }

    fn deadline(&self) -> Option<Timestamp> {
        self.state.entered.map(|entered| entered.checked_add(LIFETIME).unwrap_or(Timestamp::MAX))
    }

    fn timer(&mut self, activity: &ActivityId, visit: u64) {
        // At the run's last moment a wait that is over at the same moment still counts.
        let due = |waiting: &super::Waiting| {
            (visit == 0 || (&waiting.activity == activity && waiting.visit == visit))
                && waiting.what.due().is_some_and(|due| due <= self.now)
        };
        let Some(waiting) = self.state.waiting.iter().find(|waiting| due(waiting)).cloned() else { return };
        let Some((index, node)) = self.program.node(&waiting.activity) else { return };
        let departure = match &waiting.what {
            WaitingFor::Moment(_) if matches!(node.does, Does::Message(_)) => {
                let position = self.waiting_at(&waiting.activity, waiting.visit);
                return self.resume(index, position, &[], true);
            }
            WaitingFor::Moment(_) => Departure::next(self.told(|| pause::over(&waiting, self.person, self.program))),
            what => Departure::late(self.told(|| listen::late(self.program, &waiting, what)), node.timeout_path),
        };
        self.travel(index, departure);
    }

    fn fetched(&mut self, need: &Need, outcome: Outcome) {
        let Some(position) = self.waiting_at(&need.activity, need.visit) else { return };
        let Some(waiting) = self.state.waiting.get_mut(position) else { return };
        let WaitingFor::Data { asked, due } = &mut waiting.what else { return };
        let Some(open) = asked.iter_mut().find(|asked| &asked.need == need && asked.outcome.is_none()) else { return };
        open.outcome = Some(outcome);
        if asked.iter().any(|asked| asked.outcome.is_none()) {
            return;
        }
        let (answered, due) = (asked.clone(), *due);
        self.state.last_fetch_ms = elapsed(waiting.since, self.now);
        let Some((index, _)) = self.program.node(&need.activity) else { return };
        self.resume(index, Some(position), &answered, due);
    }

    /// Goes on with a visit that had to wait for something before it could be decided.
    fn resume(&mut self, index: usize, position: Option<usize>, answered: &[super::state::Asked], due: bool) {
        match self.visit(index, answered, due) {
            Arrival::Wait(what, effects) => {
                if let Some(waiting) = position.and_then(|position| self.state.waiting.get_mut(position)) {
                    waiting.what = what;
                    waiting.since = self.now;
                    self.effects.extend(effects);
                }
            }
            Arrival::Leave(mut departure) => {
                if !answered.is_empty() {
                    departure.effort.fetches = u32::try_from(answered.len()).unwrap_or(u32::MAX);
                    departure.effort.fetch_ms = self.state.last_fetch_ms;
                }
                self.travel(index, departure);
            }
        }
    }

    /// Where in the list of what is waited for this visit of an activity stands.
    fn waiting_at(&self, activity: &ActivityId, visit: u64) -> Option<usize> {
        self.state.waiting.iter().position(|waiting| &waiting.activity == activity && waiting.visit == visit)
    }

    fn world(&self, index: usize) -> Option<World<'_>> {
        let node = self.program.nodes.get(index)?;
        let mut world = World::new(self.program, self.state, self.person, self.now, node);
        world.tells = self.tells;
        Some(world)
    }

    /// Everybody leaves after 91 days, whatever they wait for.
    fn expire(&mut self) {
        if self.state.end.is_none() && self.deadline().is_some_and(|deadline| deadline <= self.now) {
            self.drop_waiting(super::Status::InstanceTimedout, "the 91 days of a journey are over", None);
            self.finish(Reason::InstanceTimedout);
        }
    }
}

/// A moment so many milliseconds later; the last moment of all rather than an overflow.
fn after(at: Timestamp, milliseconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_millis(milliseconds)).unwrap_or(Timestamp::MAX)
}

/// Milliseconds between two moments; never negative.
fn elapsed(since: Timestamp, now: Timestamp) -> i64 {
    now.as_millisecond().saturating_sub(since.as_millisecond()).max(0)
}
