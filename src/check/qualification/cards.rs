//! Facts about audiences that only show while they are evaluated.

use crate::check::card::CardKind::{Behaviour, Card as Told};
use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card {
        id: "aq-edge-hub-delay",
        kind: Told,
        family: Family::Qualification,
        severity: Severity::Info,
        summary: "Streaming qualification takes up to 5 minutes by the blueprints; by today's pages 15 to 30 minutes \
                  where it happens at the edge.",
        sources: &[source::QUALIFICATION, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
        reason: "How long the platform takes varies; the dry run lets people in at once.",
    },
    Card {
        id: "seed-segment-modes",
        kind: Told,
        family: Family::Qualification,
        severity: Severity::Info,
        summary: "Batch audiences are worked out once in 24 hours, streaming ones as data arrives.",
        sources: &[source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY, source::QUALIFICATION],
        reason: "It follows from the audience's evaluation, which stands on the audience.",
    },
    Card {
        id: "aq-new-qualifiers-only",
        kind: Behaviour,
        family: Family::Qualification,
        severity: Severity::Info,
        summary: "Only people who qualify after publication enter; a quick exit may be missed.",
        sources: &[source::QUALIFICATION],
        reason: "The dry run shows it: memberships from before its start let nobody in.",
    },
    Card::told(
        "aq-open-send-events",
        Family::Qualification,
        Severity::Warning,
        "A streaming audience does not rest on messages that were sent or opened.",
        &[source::QUALIFICATION],
        "A rule here speaks of the profile only; what an audience on the platform rests on cannot be seen.",
    ),
];
