//! Cards: facts of the field that no rule can check, shown beside the rules so that nothing is silently left out.

use super::proofs::PROOFS;
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

impl Card {
    /// A fact that nobody can see in a document.
    pub(super) const fn told(
        id: &'static str,
        family: Family,
        severity: Severity,
        summary: &'static str,
        sources: &'static [Source],
        reason: &'static str,
    ) -> Self {
        Self { id, kind: CardKind::Card, family, severity, summary, sources, reason }
    }

    /// The tests of the machine that prove a behaviour, one at least for each thing that it says; none of a mere fact.
    pub fn proofs(&self) -> impl Iterator<Item = &'static str> {
        PROOFS.iter().filter(|(id, _)| *id == self.id).map(|(_, proof)| *proof)
    }

    /// What the dry run shows.
    pub(super) const fn shown(
        id: &'static str,
        family: Family,
        summary: &'static str,
        sources: &'static [Source],
        reason: &'static str,
    ) -> Self {
        Self { id, kind: CardKind::Behaviour, family, severity: Severity::Info, summary, sources, reason }
    }
}

/// Why a card is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardKind {
    /// What the platform does while a journey runs, and the dry run shows; a test of the machine proves it.
    Behaviour,
    /// What nobody can see in a document, nor in a dry run.
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
