//! Facts about conditions that no document shows.

use crate::check::card::CardKind::{Behaviour, Card as Told};
use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card {
        id: "condition-time-series-simple",
        kind: Told,
        family: Family::Condition,
        severity: Severity::Error,
        summary: "Conditions over time series are written in the advanced editor.",
        sources: &[source::CONDITIONS],
        reason: "A document keeps the text of a condition, not the editor in which it was written.",
    },
    Card {
        id: "condition-first-match",
        kind: Behaviour,
        family: Family::Condition,
        severity: Severity::Info,
        summary: "Of several paths that fit, the topmost is taken.",
        sources: &[source::CONDITIONS],
        reason: "The dry run shows it.",
    },
];
