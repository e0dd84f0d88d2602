//! Who opens a message and clicks, by rule and by chance, and when.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::question::{Question, rule};
use crate::expression::{Expr, evaluate};
use crate::journey::{ActivityId, Inventory, Journey, JourneyId, Kind, Medium, ReactionShares, Value, WHOLE};
use crate::run::{Causes, Persona, Status, Step};
use crate::simulate::volume::chance::Dice;
use crate::simulate::volume::draw;

/// Far from the draws of expressions, which count from 0, and from those of other systems.
const DRAW: u64 = u64::MAX - 2;

/// What is said of reactions, looked through.
#[derive(Debug)]
pub(in crate::simulate) struct Listened<'a> {
    /// Messages to which some journey waits for a reaction, with their media. What nobody waits for is not drawn.
    messages: BTreeMap<(JourneyId, ActivityId), Vec<Medium>>,
    shares: Vec<(&'a ReactionShares, Whom)>,
}

/// Of whom shares are said.
#[derive(Debug)]
enum Whom {
    Everybody,
    Where(Arc<Expr>),
    /// A rule that is none.
    Nobody,
}

/// Whoever got a message, as rules see them.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulate) struct Recipient<'a> {
    pub person: &'a dyn Persona,
    pub inventory: &'a Inventory,
}

/// When somebody opens a message and when they click.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::simulate) struct Reacts {
    pub opened: Option<Timestamp>,
    pub clicked: Option<Timestamp>,
}

impl<'a> Listened<'a> {
    pub(in crate::simulate) fn of<'j>(
        journeys: impl Iterator<Item = &'j Journey>,
        shares: &'a [ReactionShares],
    ) -> Self {
        let mut messages = BTreeMap::new();
        for journey in journeys {
            let waits = journey.activities.iter().filter_map(|activity| match &activity.kind {
                Kind::Reaction(reaction) => reaction.message.clone(),
                _ => None,
            });
            for message in waits {
                let media = journey
                    .activity(&message)
                    .map(|activity| activity.kind.messages().iter().map(|message| message.medium).collect());
                messages.insert((journey.id.clone(), message), media.unwrap_or_default());
            }
        }
        let whom = |shares: &'a ReactionShares| match rule(&shares.when) {
            Ok(None) => (shares, Whom::Everybody),
            Ok(Some(rule)) => (shares, Whom::Where(rule)),
            Err(_) => (shares, Whom::Nobody),
        };
        Self { messages, shares: shares.iter().map(whom).collect() }
    }

    /// What somebody does who got what this step sent; nothing where nobody waits for it.
    pub(in crate::simulate) fn draws(&self, causes: Causes<'_>, step: &Step, to: Option<Recipient<'_>>) -> Reacts {
        let letter = step.messages().next();
        let letter = letter.filter(|_| matches!(step.status, Status::Transitions | Status::Ended));
        let Some(letter) = letter.filter(|_| !self.shares.is_empty() && step.effort.error.is_none()) else {
            return Reacts::default();
        };
        let Some(media) = self.messages.get(&(causes.journey.clone(), step.activity.clone())) else {
            return Reacts::default();
        };
        let is_meant = |whom: &Whom| match (whom, to) {
            (Whom::Everybody, _) => true,
            (Whom::Where(rule), Some(Recipient { person, inventory })) => {
                let question = Question::of_reader(letter, person, inventory, step.at);
                matches!(evaluate(rule, &question), Ok(Value::Boolean(true)))
            }
            (Whom::Where(_), None) | (Whom::Nobody, _) => false,
        };
        let fits = |(shares, whom): &&(&ReactionShares, Whom)| {
            shares.message.as_ref().is_none_or(|message| message == &step.activity)
                && shares.medium.is_none_or(|medium| media.contains(&medium))
                && is_meant(whom)
        };
        let Some((shares, _)) = self.shares.iter().find(fits) else { return Reacts::default() };
        let dice = Dice::of(causes.bits(DRAW));
        let drawn = dice.below(0, u64::from(WHOLE));
        let opened = later(step.at, draw::milliseconds(&shares.after, dice.nth(1)));
        let clicked = || later(opened, draw::milliseconds(&shares.after, dice.nth(2)));
        Reacts {
            opened: (drawn < u64::from(shares.opened.max(shares.clicked))).then_some(opened),
            clicked: (drawn < u64::from(shares.clicked)).then(clicked),
        }
    }
}

fn later(at: Timestamp, milliseconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_millis(milliseconds)).unwrap_or(Timestamp::MAX)
}
