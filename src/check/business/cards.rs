//! Facts about business events that only show while they run.

use crate::check::card::CardKind::Behaviour;
use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[Card {
    id: "business-event-export-delay",
    kind: Behaviour,
    family: Family::BusinessEvent,
    severity: Severity::Info,
    summary: "The audience is exported 15 minutes to an hour after a business event.",
    sources: &[source::BUSINESS_EVENT],
    reason: "How long the platform takes varies; the dry run reads the audience at once.",
}];
