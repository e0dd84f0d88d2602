//! What rule sets allow of messages and of entries into journeys, read from the document once.

use jiff::tz::TimeZone;

use crate::journey::{
    CapRule, Inventory, Medium, Message, Period, Properties, QuietAction, QuietWindow, RuleDomain, RuleSet, RuleSetId,
};

/// So many messages in so many calendar periods.
#[derive(Clone, Debug)]
pub(super) struct FrequencyPlan {
    /// What the rule set is called.
    pub name: String,
    /// Of this kind; of any where absent.
    pub medium: Option<Medium>,
    pub at_most: i64,
    pub every: i64,
    pub period: Period,
}

impl FrequencyPlan {
    /// The caps on a message: of the rule set that it names, and of those that hold for everything.
    pub(super) fn of(message: &Message, inventory: &Inventory) -> Vec<Self> {
        let holds = |set: &&RuleSet| {
            let is_meant = set.global || message.rule_set.as_ref() == Some(&set.id);
            is_meant && set.active && set.domain == RuleDomain::Channel
        };
        let cap = |set: &RuleSet, rule: &CapRule| match rule {
            CapRule::Frequency { medium, at_most, every, period }
                if medium.is_none_or(|medium| medium == message.medium) =>
            {
                let (medium, at_most, every, period) = (*medium, *at_most, *every, *period);
                Some(Self { name: set.name.clone(), medium, at_most, every, period })
            }
            _ => None,
        };
        let sets = inventory.rule_sets.iter().filter(holds);
        sets.flat_map(|set| set.rules.iter().filter_map(move |rule| cap(set, rule))).collect()
    }
}

/// Hours at which a message does not go out.
#[derive(Clone, Debug)]
pub(super) struct QuietPlan {
    /// What the rule set is called.
    pub name: String,
    pub windows: Vec<QuietWindow>,
    /// In which zone; in the person's own where absent.
    pub zone: Option<TimeZone>,
    pub then: QuietAction,
}

impl QuietPlan {
    /// The quiet hours of the rule set that a message names: those that hold for everything have none.
    pub(super) fn of(message: &Message, inventory: &Inventory) -> Vec<Self> {
        let set = message.rule_set.as_ref().and_then(|id| inventory.get::<RuleSet>(id));
        let set = set.filter(|set| set.active && !set.global && set.domain == RuleDomain::Channel);
        let hours = |set: &RuleSet, rule: &CapRule| match rule {
            CapRule::QuietHours(hours) if hours.holds(message.medium) => Some(Self {
                name: set.name.clone(),
                windows: hours.windows.clone(),
                zone: (!hours.in_profile_zone).then(|| TimeZone::get(&hours.zone).unwrap_or(TimeZone::UTC)),
                then: hours.then,
            }),
            _ => None,
        };
        set.into_iter().flat_map(|set| set.rules.iter().filter_map(move |rule| hours(set, rule))).collect()
    }
}

/// What a rule set allows of entries into the journeys under it.
#[derive(Clone, Debug)]
pub(super) struct EntryCap {
    pub set: RuleSetId,
    pub most: Most,
}

/// How many.
#[derive(Clone, Copy, Debug)]
pub(super) enum Most {
    /// Entries in so many calendar periods.
    Entries { at_most: i64, every: i64, period: Period },
    /// Journeys at once, with a place for those of higher priority that will come within so many days.
    AtOnce { at_most: i64, look_ahead_days: Option<i64> },
}

impl EntryCap {
    /// The caps on a journey: of the rule set that it names, and of those that hold for everything.
    pub(super) fn of(properties: &Properties, inventory: &Inventory) -> Vec<Self> {
        let holds = |set: &&RuleSet| {
            let is_meant = set.global || properties.rule_set.as_ref() == Some(&set.id);
            is_meant && set.active && set.domain == RuleDomain::Journey
        };
        let most = |rule: &CapRule| match *rule {
            CapRule::JourneyEntries { at_most, every, period } => Some(Most::Entries { at_most, every, period }),
            CapRule::ConcurrentJourneys { at_most, look_ahead_days } => Some(Most::AtOnce { at_most, look_ahead_days }),
            CapRule::Frequency { .. } | CapRule::QuietHours(_) => None,
        };
        let cap = |set: &RuleSet, rule: &CapRule| Some(Self { set: set.id.clone(), most: most(rule)? });
        let sets = inventory.rule_sets.iter().filter(holds);
        sets.flat_map(|set| set.rules.iter().filter_map(move |rule| cap(set, rule))).collect()
    }
}
