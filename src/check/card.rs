//! Cards: facts of the field that no rule can check, shown beside the rules so that nothing is silently left out.

use super::{Family, Severity, Source};

/// A fact that is told rather than checked.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// Stable name.
    pub id: &'static str,
    /// Why it is told.
    pub kind: CardKind,
    /// What it is about.
    pub family: Family,
    /// How much it would weigh if it could be checked.
    pub severity: Severity,
    /// One sentence: the fact.
    pub summary: &'static str,
    /// The public pages that say so, the chief one first.
    pub sources: &'static [Source],
    /// Why no rule checks it.
    pub reason: &'static str,
}

/// Why a card is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardKind {
    /// What the platform does while a journey runs; the dry run shows it where it can.
    Behaviour,
    /// What nobody can see in a document.
    Card,
}

impl CardKind {
    /// The word of the reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Behaviour => "behaviour",
            Self::Card => "card",
        }
    }
}
