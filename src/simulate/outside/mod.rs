//! How other systems answer, in a dry run and in a forecast alike: as is said of each, then as it was recorded, then by
//! chance, else by their declared sample, at once. Nothing leaves the machine.
//!
//! ```text
//! mocks       what a scenario says of them, looked through before anything moves
//! question    what is asked, as rules see it
//! behaviour   how they answer by chance
//! reactions   who opens and clicks, by rule and by chance
//! ```

mod behaviour;
mod mocks;
mod question;
mod reactions;

use jiff::Timestamp;

use crate::expression::{misfits, shape};
use crate::journey::{Action, Answerer, DataSource, Fault, Field, FieldGroup, Inventory, JourneyId, SystemBehaviour};
use crate::run::traffic::Limits;
use crate::run::{Causes, Consulted, Effect, Input, Need, Outcome, Persona, is_success};

use behaviour::Behaviours;
use mocks::Said;
use question::Question;

pub(super) use mocks::Mocks;
pub(super) use question::rule;
pub(super) use reactions::{Listened, Reacts, Recipient};

/// Every other system.
#[derive(Debug)]
pub(super) struct Outside<'a> {
    seed: u64,
    inventory: &'a Inventory,
    mocks: Mocks<'a>,
    behaviours: Behaviours<'a>,
    /// Whether answers are held against what is declared of them.
    judges: bool,
}

/// In which run it is asked, and for whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asking<'a> {
    pub journey: &'a JourneyId,
    pub person: &'a dyn Persona,
    pub run: u64,
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// In how many milliseconds it comes.
    pub after_ms: i64,
    /// What the run is told.
    pub input: Input,
    /// What of it does not fit what is declared, in plain words.
    pub misfit: Option<String>,
}

impl<'a> Outside<'a> {
    pub(super) fn new(seed: u64, inventory: &'a Inventory, mocks: Mocks<'a>, systems: &'a [SystemBehaviour]) -> Self {
        Self { seed, inventory, mocks, behaviours: Behaviours::of(inventory, systems), judges: false }
    }

    /// Holds every answer against what is declared of it.
    pub(super) fn judging(self) -> Self {
        Self { judges: true, ..self }
    }

    /// What comes back; nothing of what is no question.
    pub(super) fn answer(
        &mut self,
        effect: Effect,
        asking: Asking<'_>,
        limits: &Limits,
        now: Timestamp,
    ) -> Option<Answer> {
        let (from, within_ms) = asked(&effect)?;
        let question = Question::new(&effect, asking.person, self.inventory, now);
        let (said, broken) = self.mocks.say(&from, &question);
        let said = match (said, question.place()) {
            (Some(said), _) => said,
            (None, Some((activity, visit))) => {
                let Asking { journey, run, person } = asking;
                let causes = Causes { seed: self.seed, journey, profile: person.id(), run, activity, visit };
                self.behaviours.say(&effect, causes, limits, now)
            }
            (None, None) => Said::default(),
        };
        let misfit = if self.judges { broken.or_else(|| self.misfit(&effect, &said)) } else { None };
        let (after_ms, outcome) = self.outcome(&effect, said, within_ms);
        let input = match effect {
            Effect::Call { activity, visit, attempt, .. } => {
                Input::Replied { activity, visit, attempt, part: 0, outcome }
            }
            Effect::Send { activity, visit, attempt, part, .. } => {
                Input::Replied { activity, visit, attempt, part, outcome }
            }
            Effect::Consult { activity, visit, .. } => Input::Replied { activity, visit, attempt: 0, part: 0, outcome },
            Effect::Fetch { need, .. } => Input::Fetched { need, outcome },
            _ => return None,
        };
        Some(Answer { after_ms, input, misfit })
    }

    fn outcome(&self, effect: &Effect, said: Said, within_ms: i64) -> (i64, Outcome) {
        let Said { status, after_ms, body, fault } = said;
        if after_ms > within_ms {
            return (within_ms, Outcome::TimedOut);
        }
        let outcome = match fault {
            Some(Fault::Capped(because)) => Outcome::Capped { because },
            Some(Fault::Barred(obstacle)) => Outcome::Barred(obstacle),
            Some(Fault::Unsent) => Outcome::Failed,
            Some(Fault::Unreached(because)) => Outcome::Unreached { because },
            Some(Fault::NoToken(because)) => Outcome::NoToken { because },
            Some(Fault::TimedOut) => Outcome::TimedOut,
            None => {
                let body = if body.trim().is_empty() { self.sample(effect, status).to_owned() } else { body };
                Outcome::Answered { status, body }
            }
        };
        (after_ms, outcome)
    }

    /// What is declared of an answer with this status.
    fn sample<'e>(&self, effect: &'e Effect, status: u16) -> &'e str
    where
        'a: 'e,
    {
        let good = is_success(status);
        match effect {
            Effect::Call { action, .. } => self
                .inventory
                .get::<Action>(action)
                .map_or("", |action| if good { action.response.as_str() } else { action.error_response.as_str() }),
            Effect::Fetch { need, .. } => self.group(need).filter(|_| good).map_or("", |group| group.response.as_str()),
            Effect::Consult { found, .. } if good => found,
            _ => "",
        }
    }

    fn group(&self, need: &Need) -> Option<&'a FieldGroup> {
        let source = self.inventory.get::<DataSource>(&need.source)?;
        source.field_groups.iter().find(|group| group.name == need.group)
    }

    /// What of an answer does not fit what is declared of it; nobody declared what they have no sample of.
    fn misfit(&self, effect: &Effect, said: &Said) -> Option<String> {
        if said.fault.is_some() || said.body.trim().is_empty() {
            return None;
        }
        let declared: Vec<Field> = match effect {
            Effect::Fetch { need, .. } if is_success(said.status) => {
                shape::group_fields(self.inventory, self.group(need)?)
            }
            Effect::Call { .. } => shape::fields(self.sample(effect, said.status)).ok()?,
            _ => return None,
        };
        let found = misfits(&said.body, &declared);
        (!found.is_empty()).then(|| format!("the answer does not fit what is declared: {}", found.join("; ")))
    }
}

/// Whoever is asked, and within how many milliseconds; nothing of what is no question.
fn asked(effect: &Effect) -> Option<(Answerer, i64)> {
    Some(match effect {
        Effect::Call { action, within_ms, .. } => (Answerer::Action(action.clone()), *within_ms),
        Effect::Fetch { need, within_ms } => (Answerer::DataSource(need.source.clone()), *within_ms),
        Effect::Send { activity, .. } => (Answerer::Message(activity.clone()), i64::MAX),
        Effect::Consult { of: Consulted::Policy(id), .. } => (Answerer::DecisionPolicy(id.clone()), i64::MAX),
        Effect::Consult { of: Consulted::Dataset(id), .. } => (Answerer::Dataset(id.clone()), i64::MAX),
        _ => return None,
    })
}
