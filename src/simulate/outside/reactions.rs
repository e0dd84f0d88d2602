//! Who opens a message and clicks, by chance, and when.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::journey::{ActivityId, Journey, JourneyId, Kind, Medium, ReactionShares, WHOLE};
use crate::run::{Causes, Status, Step};
use crate::simulate::volume::chance::Dice;
use crate::simulate::volume::draw;

/// Far from the draws of expressions, which count from 0, and from those of other systems.
const DRAW: u64 = u64::MAX - 2;

/// Messages to which some journey waits for a reaction, with their media. What nobody waits for is not drawn.
#[derive(Debug, Default)]
pub(in crate::simulate) struct Listened(BTreeMap<(JourneyId, ActivityId), Vec<Medium>>);

/// When somebody opens a message and when they click.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::simulate) struct Reacts {
    pub opened: Option<Timestamp>,
    pub clicked: Option<Timestamp>,
}

impl Listened {
    pub(in crate::simulate) fn of<'j>(journeys: impl Iterator<Item = &'j Journey>) -> Self {
        let mut listened = BTreeMap::new();
        for journey in journeys {
            let waits = journey.activities.iter().filter_map(|activity| match &activity.kind {
                Kind::Reaction(reaction) => reaction.message.clone(),
                _ => None,
            });
            for message in waits {
                let media = journey
                    .activity(&message)
                    .map(|activity| activity.kind.messages().iter().map(|message| message.medium).collect());
                listened.insert((journey.id.clone(), message), media.unwrap_or_default());
            }
        }
        Self(listened)
    }

    /// What somebody does who got what this step sent; nothing where nobody waits for it.
    pub(in crate::simulate) fn draws(&self, shares: &[ReactionShares], causes: Causes<'_>, step: &Step) -> Reacts {
        let got = step.messages().next().is_some()
            && matches!(step.status, Status::Transitions | Status::Ended)
            && step.effort.error.is_none();
        if shares.is_empty() || !got {
            return Reacts::default();
        }
        let Some(media) = self.0.get(&(causes.journey.clone(), step.activity.clone())) else {
            return Reacts::default();
        };
        let fits = |shares: &&ReactionShares| {
            shares.message.as_ref().is_none_or(|message| message == &step.activity)
                && shares.medium.is_none_or(|medium| media.contains(&medium))
        };
        let Some(shares) = shares.iter().find(fits) else { return Reacts::default() };
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
