//! Facts about audiences that only show while they are evaluated.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "aq-edge-hub-delay",
        Family::Qualification,
        Severity::Info,
        "Streaming qualification takes up to 5 minutes by the blueprints; by today's pages 15 to 30 minutes \
                  where it happens at the edge.",
        &[source::QUALIFICATION, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
        "How long the platform takes varies; the dry run lets people in at once.",
    ),
    Card::told(
        "seed-segment-modes",
        Family::Qualification,
        Severity::Info,
        "Batch audiences are worked out once in 24 hours, streaming ones as data arrives.",
        &[source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY, source::QUALIFICATION],
        "It follows from the audience's evaluation, which stands on the audience.",
    ),
    Card::shown(
        "aq-new-qualifiers-only",
        Family::Qualification,
        "Only people who qualify after publication enter; a quick exit may be missed.",
        &[source::QUALIFICATION],
        "The dry run shows it: memberships from before its start let nobody in.",
    ),
];
