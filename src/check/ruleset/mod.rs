//! Rules about rule sets: caps on messages and journeys, quiet hours.

mod activation_delay;
mod cap_below_path;
mod cap_period;
mod cap_spacing;
mod cards;
mod domain;
mod inactive;
mod max_active;
mod quiet_discard;
mod quiet_gap;
mod quiet_periods;
mod quiet_scope;

use super::{Rule, Sketch};
use crate::edit::Edit;
use crate::journey::{CapRule, Item, ItemRef, Place, QuietHours, QuietWindow, RuleSet};

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &domain::RULE,
    &inactive::RULE,
    &max_active::RULE,
    &activation_delay::RULE,
    &cap_period::RULE,
    &cap_spacing::RULE,
    &cap_below_path::RULE,
    &quiet_scope::RULE,
    &quiet_periods::RULE,
    &quiet_gap::RULE,
    &quiet_discard::RULE,
];

/// The rule set of the sketches: for messages, chosen and active.
fn own(rules: Vec<CapRule>) -> RuleSet {
    RuleSet { id: "rules-own".into(), name: "Gently".to_owned(), rules, ..RuleSet::default() }
}

/// The place of a field of the sketches' rule set.
fn own_item() -> ItemRef {
    ItemRef::RuleSet("rules-own".into())
}

/// A workspace with one rule set.
fn with(set: RuleSet) -> Sketch {
    Sketch::event().inventory(|inventory| inventory.rule_sets.push(set))
}

/// Quiet hours at night.
fn nights(windows: Vec<QuietWindow>) -> QuietHours {
    QuietHours { windows, zone: "Europe/Paris".to_owned(), ..QuietHours::default() }
}

/// From ten in the evening to seven in the morning.
fn night() -> QuietWindow {
    window(22, 7)
}

fn window(from: i8, to: i8) -> QuietWindow {
    let at = |hour| jiff::civil::Time::new(hour, 0, 0, 0).unwrap_or_default();
    QuietWindow { days: Vec::new(), from: at(from), to: at(to) }
}

/// The place of one rule of a rule set, counted from 0.
fn place(set: &RuleSet, index: usize) -> Place {
    Place::item(ItemRef::RuleSet(set.id.clone())).field(format!("rules.{index}"))
}

/// The rule set with another rule at this place, or without it.
fn replaced(set: &RuleSet, index: usize, rule: Option<CapRule>) -> Vec<Edit> {
    let mut mended = set.clone();
    if index < mended.rules.len() {
        match rule {
            Some(rule) => mended.rules[index] = rule,
            None => drop(mended.rules.remove(index)),
        }
    }
    vec![Edit::Put(Box::new(Item::RuleSet(mended)))]
}

/// The quiet hours of a rule set, with their places in it.
fn quiet(set: &RuleSet) -> impl Iterator<Item = (usize, &QuietHours)> {
    set.rules.iter().enumerate().filter_map(|(index, rule)| match rule {
        CapRule::QuietHours(quiet) => Some((index, quiet)),
        _ => None,
    })
}
