//! How other systems answer a crowd: fixed replies first, then as the population says of them, else their declared
//! sample, at once.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::chance::{Cause, Dice};
use super::draw;
use crate::journey::{Channel, ChannelId, Inventory, ProfileId, Reply, System, SystemBehaviour};
use crate::run::traffic::Limits;
use crate::run::{Effect, Input};
use crate::simulate::replies::{Answer, Otherwise, Replies};

/// Too many calls.
const TOO_MANY: u16 = 429;

/// Every other system.
#[derive(Debug)]
pub(super) struct Outside<'a> {
    seed: u64,
    replies: Replies<'a>,
    systems: BTreeMap<&'a System, &'a SystemBehaviour>,
    channels: BTreeMap<&'a str, &'a ChannelId>,
    /// Of each system the second in which it was called last, and how often in it.
    seconds: BTreeMap<&'a System, (i64, u32)>,
}

impl<'a> Outside<'a> {
    pub(super) fn new(
        seed: u64,
        inventory: &'a Inventory,
        systems: &'a [SystemBehaviour],
        replies: &'a [Reply],
    ) -> Self {
        let channel = |channel: &'a Channel| (channel.name.as_str(), &channel.id);
        Self {
            seed,
            replies: Replies::new(inventory, replies),
            systems: systems.iter().rev().map(|behaviour| (&behaviour.system, behaviour)).collect(),
            channels: inventory.channels.iter().map(channel).collect(),
            seconds: BTreeMap::new(),
        }
    }

    /// What comes back, as what the run is told, and in how many milliseconds; nothing of what is no question.
    pub(super) fn answer(
        &mut self,
        effect: Effect,
        (profile, person, run): (&ProfileId, u32, u64),
        limits: &Limits,
        now: Timestamp,
    ) -> Option<(i64, Input)> {
        let otherwise = self.otherwise(&effect, (person, run), limits, now);
        let replies = self.replies.otherwise(otherwise);
        let told = |activity, visit, (attempt, part), Answer { after_ms, outcome }| {
            (after_ms, Input::Replied { activity, visit, attempt, part, outcome })
        };
        Some(match effect {
            Effect::Call { activity, visit, attempt, action, within_ms, .. } => {
                told(activity, visit, (attempt, 0), replies.call(&action, profile, within_ms))
            }
            Effect::Send { activity, visit, attempt, part, .. } => {
                let answer = replies.send(&activity, profile);
                told(activity, visit, (attempt, part), answer)
            }
            Effect::Consult { activity, visit, of, found } => {
                told(activity, visit, (0, 0), replies.consult(&of, profile, &found))
            }
            Effect::Fetch { need, within_ms } => {
                let Answer { after_ms, outcome } = replies.fetch(&need, profile, within_ms);
                (after_ms, Input::Fetched { need, outcome })
            }
            _ => return None,
        })
    }

    fn otherwise(&mut self, effect: &Effect, (person, run): (u32, u64), limits: &Limits, now: Timestamp) -> Otherwise {
        let Some(behaviour) = self.behaviour(effect, limits) else { return Otherwise::default() };
        let (activity, numbers) = match effect {
            Effect::Call { activity, visit, attempt, .. } => (activity, [*visit, u64::from(*attempt), 0]),
            Effect::Send { activity, visit, attempt, part, .. } => {
                (activity, [*visit, u64::from(*attempt), u64::from(*part)])
            }
            Effect::Fetch { need, .. } => (&need.activity, [need.visit, 0, 0]),
            _ => return Otherwise::default(),
        };
        let dice = Dice::new(self.seed, u64::from(person), Cause::of(activity.as_str())).nth(run);
        let dice = numbers.into_iter().fold(dice, Dice::nth);
        let after_ms = draw::milliseconds(&behaviour.latency, dice.nth(0));
        if let Some(capacity) = behaviour.capacity_per_second {
            let second = self.seconds.entry(&behaviour.system).or_default();
            if second.0 != now.as_second() {
                *second = (now.as_second(), 0);
            }
            second.1 = second.1.saturating_add(1);
            if second.1 > capacity {
                return Otherwise { status: TOO_MANY, after_ms };
            }
        }
        let mut drawn = dice.nth(1).below(0, u64::from(crate::journey::WHOLE));
        for answer in &behaviour.answers {
            match drawn.checked_sub(u64::from(answer.share)) {
                Some(less) => drawn = less,
                None => return Otherwise { status: answer.status, after_ms },
            }
        }
        Otherwise { status: 200, after_ms }
    }

    /// The nearest that is said of whoever answers.
    fn behaviour(&self, effect: &Effect, limits: &Limits) -> Option<&'a SystemBehaviour> {
        if self.systems.is_empty() {
            return None;
        }
        let known = |system: System| self.systems.get(&system).copied();
        let endpoint = limits.endpoint(effect).and_then(|endpoint| known(System::Endpoint(endpoint.id.clone())));
        endpoint.or_else(|| match effect {
            Effect::Call { action, .. } => known(System::Action(action.clone())),
            Effect::Fetch { need, .. } => known(System::DataSource(need.source.clone())),
            Effect::Send { letter, .. } => {
                let channel = self.channels.get(letter.channel.as_str())?;
                known(System::Channel((*channel).clone()))
            }
            _ => None,
        })
    }
}
