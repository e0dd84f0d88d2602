//! Replies to calls: success, another attempt, or failure.
//!
//! At most three retries after the first call, for every error but 401, 403 and 404 and what would fail for ever, as
//! long as the journey's time for a call lasts ("Integrate with external systems",
//! help/using/configuration/external-systems.md). A message that goes through a provider is a call like any other.

use jiff::Timestamp;

use crate::expression::shape;
use crate::journey::{ActivityId, MOST_RETRIES, Medium, NO_TOKEN, length};
use crate::run::plan::{CallPlan, Does};
use crate::run::state::Reply;
use crate::run::{Effect, Effort, Outcome, Request, Status, WaitingFor};

use super::consult::Consultation;
use super::leave::Departure;
use super::several::{Heard, Several};
use super::{Machine, elapsed, message, request};

impl Machine<'_> {
    /// A call or a message was answered.
    pub(super) fn replied(&mut self, activity: &ActivityId, visit: u64, (attempt, part): (u32, u32), outcome: Outcome) {
        let Some(position) = self.waiting_at(activity, visit) else { return };
        let Some(waiting) = self.state.waiting.get(position).cloned() else { return };
        let Some((index, node)) = self.program.node(activity) else { return };
        match (waiting.what, &node.does) {
            (WaitingFor::Channel { letter, because, attempt: current, error }, Does::Message(plan))
                if current == attempt =>
            {
                match again(&outcome).filter(|_| plan.is_call && attempt < MOST_RETRIES) {
                    Some(reason) => {
                        let (activity, attempt) = (activity.clone(), attempt + 1);
                        if let Some(waiting) = self.state.waiting.get_mut(position) {
                            let (letter, error) = (letter.clone(), Some(reason));
                            waiting.what = WaitingFor::Channel { letter, because, attempt, error };
                        }
                        self.effects.push(Effect::Send { activity, visit, part, attempt, letter: Box::new(letter) });
                    }
                    None => {
                        self.reached(plan.medium, &outcome);
                        let mut departure = if outcome.succeeded() && !self.tells {
                            message::untold(letter)
                        } else {
                            let before = before(error.as_deref(), attempt);
                            message::delivered(plan, letter, &because, &before, &outcome)
                        };
                        departure.effort = Effort { before: error, retries: attempt, ..Effort::default() };
                        self.travel(index, departure);
                    }
                }
            }
            (WaitingFor::Answer { found, because }, Does::Decide(Ok(_)) | Does::LookUp(Ok(_))) if attempt == 0 => {
                let fields = match &node.does {
                    Does::Decide(Ok(plan)) => plan.fields.as_slice(),
                    Does::LookUp(Ok(plan)) => plan.fields.as_slice(),
                    _ => &[],
                };
                self.consulted(index, activity, fields, Consultation { found, because, outcome });
            }
            (WaitingFor::Channels { letters, answered, failed, parts }, Does::Messages(plans)) => {
                let mut several = Several { letters, answered, failed, parts };
                match several.hear(plans, (attempt, part), &outcome) {
                    Heard::Nothing => return,
                    Heard::Again(letter) => {
                        let (activity, attempt) = (activity.clone(), attempt + 1);
                        self.effects.push(Effect::Send { activity, visit, part, attempt, letter });
                    }
                    Heard::Last(medium) => {
                        if let Some(medium) = medium {
                            self.reached(medium, &outcome);
                        }
                        if several.is_done() {
                            return self.travel(index, several.departure());
                        }
                    }
                }
                if let Some(waiting) = self.state.waiting.get_mut(position) {
                    waiting.what = several.into();
                }
            }
            (WaitingFor::Reply { request, attempt: current, error, held_ms }, Does::Call(Ok(plan)))
                if current == attempt =>
            {
                let spent = elapsed(waiting.since, self.now);
                // What it waited for its turn belongs to its time on the whole, not to that which the other side has.
                let left = self.program.timeout_ms.saturating_sub(spent.saturating_sub(held_ms));
                self.state.last_call_ms = spent;
                match again(&outcome) {
                    Some(reason) if attempt < MOST_RETRIES && left > 0 => {
                        let what = WaitingFor::Reply {
                            request: request.clone(),
                            attempt: attempt + 1,
                            error: Some(reason),
                            held_ms,
                        };
                        if let Some(waiting) = self.state.waiting.get_mut(position) {
                            waiting.what = what;
                        }
                        self.effects.push(Effect::Call {
                            activity: activity.clone(),
                            visit,
                            attempt: attempt + 1,
                            action: plan.action.id.clone(),
                            request,
                            within_ms: left,
                        });
                    }
                    _ => self.answered(index, plan, request, Attempts { attempt, error, held_ms, outcome }),
                }
            }
            _ => {}
        }
    }

    /// The person got a message, where it was taken. What is shown where people look by themselves reaches nobody.
    fn reached(&mut self, medium: Medium, outcome: &Outcome) {
        if outcome.succeeded() && !medium.is_inbound() {
            self.effects.push(Effect::Reached { medium });
        }
    }

    /// An attempt waits for its turn.
    pub(super) fn held(&mut self, activity: &ActivityId, visit: u64, attempt: u32, until: Timestamp) {
        let position = self.waiting_at(activity, visit);
        let Some(waiting) = position.and_then(|position| self.state.waiting.get_mut(position)) else { return };
        if let WaitingFor::Reply { attempt: current, held_ms, .. } = &mut waiting.what
            && *current == attempt
        {
            *held_ms = held_ms.saturating_add(elapsed(self.now, until));
        }
    }

    fn answered(&mut self, index: usize, plan: &CallPlan, request: Request, attempts: Attempts) {
        let reply = self.reply(plan, &attempts.outcome);
        self.state.replies.insert(plan.action.id.clone(), reply);
        let mut departure = attempts.departure(plan.action.stream.is_some(), self.program.timeout_ms);
        departure.effort = attempts.effort(self.state.last_call_ms);
        if attempts.was_sent() {
            if (self.tells || departure.failed.is_some())
                && let Some(missing) = request::missing(plan, &request)
            {
                departure.because = format!("{}; {missing}", departure.because);
            }
            departure.action = Some(request);
        }
        self.travel(index, departure);
    }

    fn reply(&self, plan: &CallPlan, outcome: &Outcome) -> Reply {
        let failed = |status: &str| Reply { status: status.to_owned(), body: Default::default(), failed: true };
        match outcome {
            Outcome::Answered { status, body } => {
                let failed = !outcome.succeeded();
                let replies = self.program.replies(&plan.action.id);
                let fields = match replies {
                    Some(replies) if failed => replies.failure.as_deref(),
                    Some(replies) => Some(replies.success.as_slice()),
                    None => None,
                };
                // A body that nobody described, or that is no JSON, is not readable by expressions.
                let body = fields.and_then(|fields| shape::value(body, fields).ok()).unwrap_or_default();
                Reply { status: format!("http_{status}"), body, failed }
            }
            Outcome::TimedOut => failed("timedout"),
            Outcome::Capped { .. } => failed("capped"),
            Outcome::Failed | Outcome::Unreached { .. } | Outcome::NoToken { .. } | Outcome::Barred(_) => {
                failed("internalError")
            }
        }
    }
}

/// The last of several attempts.
struct Attempts {
    attempt: u32,
    error: Option<String>,
    held_ms: i64,
    outcome: Outcome,
}

impl Attempts {
    /// Whether any of them left: the first of all may be refused by a cap, or barred, and without a token none does.
    fn was_sent(&self) -> bool {
        self.error.as_deref().is_some_and(|before| before != NO_TOKEN)
            || match self.outcome {
                Outcome::Capped { .. } | Outcome::NoToken { .. } => false,
                Outcome::Barred(obstacle) => obstacle.left(),
                _ => true,
            }
    }

    fn effort(&self, call_ms: i64) -> Effort {
        let Self { attempt: retries, held_ms: queued_ms, .. } = *self;
        Effort { before: self.error.clone(), retries, call_ms, queued_ms, ..Effort::default() }
    }

    fn departure(&self, appends: bool, timeout_ms: i64) -> Departure {
        let before = before(self.error.as_deref(), self.attempt);
        let waited = match self.held_ms {
            0 => String::new(),
            held => format!(", after {} in the queue", length(held)),
        };
        match &self.outcome {
            Outcome::Answered { .. } if self.outcome.succeeded() && appends => {
                Departure::next(format!("appended{before}{waited}"))
            }
            Outcome::Answered { status, .. } if self.outcome.succeeded() => {
                Departure::next(format!("answered {status}{before}{waited}"))
            }
            Outcome::Answered { status, .. } => {
                Departure::failed(Status::Error, status.to_string(), format!("answered {status}{before}{waited}"))
            }
            Outcome::TimedOut => {
                let seconds = timeout_ms / 1_000;
                let because = format!("no answer within {seconds} seconds{before}{waited}");
                Departure::failed(Status::TimedOut, "timedOut", because)
            }
            Outcome::Capped { because } => Departure::failed(Status::Capped, "capped", format!("{because}{before}")),
            Outcome::Failed if appends => Departure::broken(format!("nothing could be appended{before}")),
            Outcome::Failed => Departure::broken(format!("the call could not be sent{before}")),
            outcome @ (Outcome::Unreached { because } | Outcome::NoToken { because }) => {
                // That it was so before too goes without saying.
                let cause = outcome.word();
                let other = self.error.as_deref().filter(|before| *before != cause);
                Departure::unanswered(&cause, format!("{because}{}{waited}", self::before(other, self.attempt)))
            }
            Outcome::Barred(obstacle) => {
                let because = format!("{}{before}", obstacle.because());
                Departure::failed(Status::Error, obstacle.word(), because)
            }
        }
    }
}

/// What is said of the attempts before the last one.
pub(super) fn before(error: Option<&str>, retries: u32) -> String {
    match (error, retries) {
        (Some(error), 1) => format!(" after 1 retry (before: {error})"),
        (Some(error), retries) => format!(" after {retries} retries (before: {error})"),
        (None, 0) => String::new(),
        (None, 1) => " after 1 retry".to_owned(),
        (None, retries) => format!(" after {retries} retries"),
    }
}

/// Why another attempt is worth while; none where it is not.
pub(super) fn again(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Answered { status: 401 | 403 | 404, .. } => None,
        Outcome::Answered { status, .. } if *status >= 400 => Some(format!("http_{status}")),
        Outcome::Failed => Some("internalError".to_owned()),
        Outcome::Unreached { .. } | Outcome::NoToken { .. } => Some(outcome.word().into_owned()),
        _ => None,
    }
}
