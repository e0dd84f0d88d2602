//! How other systems answer by chance: how late, and with which status.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::mocks::Said;
use crate::journey::{Channel, ChannelId, Inventory, System, SystemBehaviour, WHOLE};
use crate::run::traffic::Limits;
use crate::run::{Causes, Effect};
use crate::simulate::volume::chance::Dice;
use crate::simulate::volume::draw;

/// Too many calls.
const TOO_MANY: u16 = 429;

/// Far from the draws of expressions, which count from 0, and from those of messages that suit the person.
const DRAW: u64 = u64::MAX - 1;

/// What is said of systems, by system.
#[derive(Debug, Default)]
pub(super) struct Behaviours<'a> {
    systems: BTreeMap<&'a System, &'a SystemBehaviour>,
    channels: BTreeMap<&'a str, &'a ChannelId>,
    /// Of each system the second in which it was called last, and how often in it.
    seconds: BTreeMap<&'a System, (i64, u32)>,
}

impl<'a> Behaviours<'a> {
    /// Of several that are said of one system the first counts.
    pub(super) fn of(inventory: &'a Inventory, systems: &'a [SystemBehaviour]) -> Self {
        let channel = |channel: &'a Channel| (channel.name.as_str(), &channel.id);
        Self {
            systems: systems.iter().rev().map(|behaviour| (&behaviour.system, behaviour)).collect(),
            channels: inventory.channels.iter().map(channel).collect(),
            seconds: BTreeMap::new(),
        }
    }

    /// What comes back, by these causes; success at once where nothing is said.
    pub(super) fn say(&mut self, effect: &Effect, causes: Causes<'_>, limits: &Limits, now: Timestamp) -> Said {
        let Some(behaviour) = self.behaviour(effect, limits) else { return Said::default() };
        let numbers = match effect {
            Effect::Call { attempt, .. } => [u64::from(*attempt), 0],
            Effect::Send { attempt, part, .. } => [u64::from(*attempt), u64::from(*part)],
            _ => [0, 0],
        };
        let dice = numbers.into_iter().fold(Dice::of(causes.bits(DRAW)), Dice::nth);
        let after_ms = draw::milliseconds(&behaviour.latency, dice.nth(0));
        if let Some(capacity) = behaviour.capacity_per_second {
            let second = self.seconds.entry(&behaviour.system).or_default();
            if second.0 != now.as_second() {
                *second = (now.as_second(), 0);
            }
            second.1 = second.1.saturating_add(1);
            if second.1 > capacity {
                return Said { status: TOO_MANY, after_ms, ..Said::default() };
            }
        }
        let mut drawn = dice.nth(1).below(0, u64::from(WHOLE));
        for answer in &behaviour.answers {
            match drawn.checked_sub(u64::from(answer.share)) {
                Some(less) => drawn = less,
                None => return Said { status: answer.status, after_ms, ..Said::default() },
            }
        }
        Said { after_ms, ..Said::default() }
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
