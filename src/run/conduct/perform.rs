//! What a run asks for: plans are made, data are written, a jump lets the person into another journey, and attempts
//! leave for the outside.

use crate::journey::{ActivityId, EventId, JourneyId, Past, PastEvent, ProfileId, Value};
use crate::run::traffic::Refusal;
use crate::run::{Discard, Effect, Entry, Input, JumpOutcome, State, Trigger};

use super::{Conductor, Host, Target, Work};

/// Whose effects they are.
pub(super) struct Whose {
    pub journey: JourneyId,
    profile: ProfileId,
    supplemental: Option<String>,
}

impl Whose {
    pub(super) fn of(state: &State) -> Self {
        Self {
            journey: state.journey.clone(),
            profile: state.profile.clone(),
            supplemental: state.supplemental.clone(),
        }
    }
}

impl<H: Host> Conductor<'_, H> {
    /// Carries out one effect of a run.
    pub(super) fn perform(&mut self, key: H::Key, whose: &Whose, effect: Effect) {
        let now = self.now;
        let later = |host: &mut H, at, input| {
            host.plan(at, &whose.journey, Some(&whose.profile), Work::Input(key, input));
        };
        match effect {
            Effect::WakeAt { at, activity, visit } => later(self.host, at, Input::Timer { activity, visit }),
            Effect::LeaveAt { at, exit, because } => later(self.host, at, Input::Exit { exit, because }),
            Effect::Count { activity, visit, limit, .. } => {
                let known = self.host.placed(key, &activity);
                let place = known.unwrap_or_else(|| self.place(key, &activity, limit));
                later(self.host, now, Input::Counted { activity, visit, place });
            }
            Effect::Jump { activity, visit, target, entry, payload } => {
                let known = self.host.jumped(key, &activity);
                let outcome = known.unwrap_or_else(|| self.jump(&whose.profile, &target, entry.as_ref(), payload));
                later(self.host, now, Input::Jumped { activity, visit, outcome });
            }
            Effect::Reached { medium } => {
                self.host.remember(&whose.profile, PastEvent { at: now, what: Past::Message(medium) });
            }
            Effect::Update { fields } => {
                self.host.writes(key, &fields);
                self.host.write(&whose.profile, fields);
                self.host.plan(now, &whose.journey, Some(&whose.profile), Work::Look);
            }
            Effect::Stacked { kept: true } => {}
            Effect::Stacked { kept: false } => {
                let supplemental = whose.supplemental.as_deref();
                self.host.discarded(now, &whose.journey, &whose.profile, supplemental, Discard::StackFull);
            }
            Effect::Trace(step) => self.host.trace(key, *step),
            Effect::Ended(end) => {
                self.host.ended(key, end);
                self.host.entries(&whose.journey, &whose.profile).left(whose.supplemental.as_deref());
            }
            outside @ (Effect::Call { .. } | Effect::Send { .. } | Effect::Fetch { .. } | Effect::Consult { .. }) => {
                self.depart(key, outside);
            }
        }
    }

    /// The next place in a capped path, from 1; none where all are taken.
    fn place(&mut self, key: H::Key, activity: &ActivityId, limit: u64) -> Option<u64> {
        let taken = self.host.taken(key, activity);
        if *taken >= limit {
            return None;
        }
        *taken += 1;
        Some(*taken)
    }

    fn jump(
        &mut self,
        profile: &ProfileId,
        target: &JourneyId,
        entry: Option<&EventId>,
        payload: Value,
    ) -> JumpOutcome {
        let program = match self.host.target(target, self.now) {
            Target::Here(program) => program,
            Target::Closed => return JumpOutcome::Refused,
            Target::NotHere => return JumpOutcome::NotHere,
            Target::Broken => return JumpOutcome::Broken,
        };
        let Entry::Event(Some(event)) = program.entry() else { return JumpOutcome::Broken };
        if entry.is_some_and(|meant| meant != &event) {
            return JumpOutcome::Broken;
        }
        let entered = self.enter(&program, profile, &Trigger::Event { event, payload: payload.into() });
        if entered.iter().any(|(_, entered)| *entered == Err(Refusal::Paused)) {
            // Who comes to a paused journey is counted there, whatever brought them.
            self.host.discarded(self.now, target, profile, None, Refusal::Paused.discard());
        }
        let is = |wanted: fn(&Result<(), Refusal>) -> bool| entered.iter().any(|(_, entered)| wanted(entered));
        if is(Result::is_ok) {
            JumpOutcome::Entered
        } else if is(|entered| *entered == Err(Refusal::Inside)) {
            JumpOutcome::AlreadyInside
        } else {
            JumpOutcome::Refused
        }
    }
}
