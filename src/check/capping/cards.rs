//! Facts about caps that only show while journeys run.

use crate::check::card::CardKind::Card as Told;
use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[Card {
    id: "capping-retry-slots",
    kind: Told,
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "Each repeated call takes a slot of the cap too: with three retries a quarter of it is left.",
    sources: &[source::EXTERNAL_SYSTEMS],
    reason: "How often calls fail is not known before they are made; a volume forecast will say.",
}];
