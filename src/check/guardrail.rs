//! Everything that `waymark rules` and the window know by an id: what is checked, and what is only told.

use super::{Card, Family, Rule, Severity, Source, cards, platform, rules};
use crate::journey::Platform;

/// A rule, or a card beside the rules.
#[derive(Clone, Copy)]
pub enum Guardrail {
    /// It is checked.
    Rule(&'static Rule),
    /// It is told.
    Card(&'static Card),
}

/// All of them: rules, then cards.
pub fn guardrails() -> impl Iterator<Item = Guardrail> {
    rules().iter().copied().map(Guardrail::Rule).chain(cards().iter().map(Guardrail::Card))
}

/// The one of this id or alias.
pub fn guardrail(id: &str) -> Option<Guardrail> {
    guardrails().find(|known| known.answers_to(id))
}

impl Guardrail {
    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.id,
            Self::Card(card) => card.id,
        }
    }

    /// Other names of the same fact.
    pub fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Rule(rule) => rule.aliases,
            Self::Card(_) => &[],
        }
    }

    /// Whether this is its id, or one of its aliases.
    pub fn answers_to(self, id: &str) -> bool {
        self.id() == id || self.aliases().contains(&id)
    }

    /// The word of the reports for what it is.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Rule(_) => "rule",
            Self::Card(card) => card.kind.word(),
        }
    }

    /// What it is about.
    pub fn family(self) -> Family {
        match self {
            Self::Rule(rule) => rule.family,
            Self::Card(card) => card.family,
        }
    }

    /// How much it weighs where a platform does not say otherwise.
    pub fn severity(self) -> Severity {
        match self {
            Self::Rule(rule) => rule.severity,
            Self::Card(card) => card.severity,
        }
    }

    /// How much it weighs on a platform; nothing where that does not ask for it.
    pub fn on(self, on: Platform) -> Option<Severity> {
        match self {
            Self::Rule(rule) => platform::severity(rule, on),
            Self::Card(card) => platform::severity_of_card(card, on),
        }
    }

    /// One sentence: what must hold.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.summary,
            Self::Card(card) => card.summary,
        }
    }

    /// What happens otherwise; of what is only told, why no rule checks it.
    pub fn why(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.why,
            Self::Card(card) => card.reason,
        }
    }

    /// The public pages that say so, the chief one first.
    pub fn sources(self) -> &'static [Source] {
        match self {
            Self::Rule(rule) => rule.sources,
            Self::Card(card) => card.sources,
        }
    }
}
