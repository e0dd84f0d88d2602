//! What a run asks for, carried out on the spot: replies come as the scenario says, data are written, a jump lets the
//! person into another journey.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::journey::{EventId, JourneyId, ProfileId, Value};
use crate::run::traffic::Refusal;
use crate::run::{Effect, End, Entry, Input, JumpOutcome, Program, Trigger};

use super::drive::{Drive, Work};
use super::replies::Answer;

impl Drive<'_> {
    /// Carries out one effect of a run.
    pub(super) fn perform(&mut self, run: usize, now: Timestamp, effect: Effect) {
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
            Effect::Consult { activity, visit, of, found } => {
                let Answer { after_ms, outcome } = self.replies.consult(&of, &profile, &found);
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
            self.traffic.left(&run.journey, &run.profile, run.supplemental.as_deref());
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
        let entered = self.enter(now, &program, profile, &Trigger::Event { event, payload });
        let is = |wanted: fn(&Result<(), Refusal>) -> bool| entered.iter().any(|(_, entered)| wanted(entered));
        if is(Result::is_ok) {
            JumpOutcome::Entered
        } else if is(|entered| *entered == Err(Refusal::Inside)) {
            JumpOutcome::AlreadyInside
        } else {
            JumpOutcome::Refused
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
}

/// So many milliseconds later; the last moment of all rather than an overflow.
fn later(at: Timestamp, milliseconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_millis(milliseconds)).unwrap_or(Timestamp::MAX)
}
