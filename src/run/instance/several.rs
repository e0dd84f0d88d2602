//! Several messages of one activity: each is answered, and tried again, by itself; the person goes on after the last
//! word of all of them.

use crate::journey::{MOST_RETRIES, Medium};
use crate::run::plan::MessagePlan;
use crate::run::state::{Part, index as position_of};
use crate::run::{Effort, Letter, Outcome, WaitingFor};

use super::call::{again, before};
use super::leave::Departure;
use super::message;

/// What was handed over, and how far each of them is.
pub(super) struct Several {
    pub letters: Vec<Letter>,
    /// How many had their last word.
    pub answered: usize,
    /// The first last word that was none of success.
    pub failed: Option<Outcome>,
    /// Empty in a state from before several messages were tried again.
    pub parts: Vec<Part>,
}

/// What a word means for the message that it is about.
pub(super) enum Heard {
    /// Nothing: it comes twice, or from an attempt that is over.
    Nothing,
    /// The message is tried again.
    Again(Box<Letter>),
    /// It was the last word; on which medium, where that is known.
    Last(Option<Medium>),
}

impl Several {
    /// Takes the word of an attempt at one of them.
    pub(super) fn hear(&mut self, plans: &[MessagePlan], (attempt, part): (u32, u32), outcome: &Outcome) -> Heard {
        let index = position_of(part);
        let (mut medium, keeps_count_only) = (None, self.parts.is_empty());
        match self.parts.get_mut(index) {
            Some(open) if open.heard || open.attempt != attempt => return Heard::Nothing,
            Some(open) => {
                let plan = plans.get(open.message);
                let may_try = plan.is_some_and(|plan| plan.is_call) && attempt < MOST_RETRIES;
                let reason = again(outcome).filter(|_| may_try);
                if let (Some(reason), Some(letter)) = (reason, self.letters.get(index)) {
                    (open.attempt, open.error) = (attempt + 1, Some(reason));
                    return Heard::Again(Box::new(letter.clone()));
                }
                open.heard = true;
                medium = plan.map(|plan| plan.medium);
            }
            None if attempt > 0 || !keeps_count_only => return Heard::Nothing,
            None => {}
        }
        if self.failed.is_none() && !outcome.succeeded() {
            self.failed = Some(outcome.clone());
        }
        self.answered += 1;
        Heard::Last(medium)
    }

    /// Whether all had their last word.
    pub(super) fn is_done(&self) -> bool {
        self.answered == self.letters.len()
    }

    /// Where the person goes on, and why.
    pub(super) fn departure(self) -> Departure {
        let retries = self.parts.iter().map(|part| part.attempt).sum();
        let error = self.parts.iter().rev().find_map(|part| part.error.clone());
        let before = before(error.as_deref(), retries);
        let mut departure = message::shown(self.letters, self.failed.as_ref(), &before);
        departure.effort = Effort { before: error, retries, ..Effort::default() };
        departure
    }
}

impl From<Several> for WaitingFor {
    fn from(Several { letters, answered, failed, parts }: Several) -> Self {
        Self::Channels { letters, answered, failed, parts }
    }
}
