//! Platforms and destinations as data: which rule weighs how much, and the numbers that rules read.
//!
//! A rule never holds a limit of its own: it reads it from [`Numbers`], so that a platform is one table.

mod destination;
mod latency;
mod limits;
mod numbers;
mod weights;

pub use destination::{DestinationNumbers, destination};
pub use latency::{Stage, Stages, stages};
pub use limits::limits;
pub use numbers::Numbers;

use super::card::Card;
use super::rule::{Rule, Severity};
use crate::journey::Platform;

/// The limits of a platform.
pub fn numbers(platform: Platform) -> &'static Numbers {
    match platform {
        Platform::Ajo => &numbers::AJO,
        Platform::Blueprint => &numbers::BLUEPRINT,
        Platform::Waymark => &numbers::WAYMARK,
    }
}

/// How much a rule weighs on a platform; `None` where it is off.
pub fn severity(rule: &Rule, platform: Platform) -> Option<Severity> {
    weighed(rule.id, rule.severity, platform)
}

/// How much a fact weighs on a platform that is told only; `None` where it does not hold there.
pub fn severity_of_card(card: &Card, platform: Platform) -> Option<Severity> {
    weighed(card.id, card.severity, platform)
}

fn weighed(id: &str, usual: Severity, platform: Platform) -> Option<Severity> {
    let table = match platform {
        Platform::Ajo => weights::AJO,
        Platform::Blueprint => weights::BLUEPRINT,
        Platform::Waymark => weights::WAYMARK,
    };
    match table.iter().find(|(known, _)| *known == id) {
        Some((_, weight)) => weight.severity(),
        None => Some(usual),
    }
}

/// A row of a platform's table: what it says differently from the rule itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Off,
    Error,
    Warning,
    Info,
}

impl Weight {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
        }
    }
}

/// Ids that the tables name; a test compares them with the rules and cards.
pub fn named_rules() -> impl Iterator<Item = &'static str> {
    [weights::AJO, weights::BLUEPRINT, weights::WAYMARK].into_iter().flatten().map(|(id, _)| *id)
}
