//! Facts about data that nobody can see in a document.

use crate::check::card::CardKind::Card as Told;
use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card {
        id: "fieldgroup-cache",
        kind: Told,
        family: Family::Data,
        severity: Severity::Info,
        summary: "By the blueprints it is decided which profile fields are cached; today's pages state no cache.",
        sources: &[source::DATA_SOURCES, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
        reason: "Nothing of it can be set, or seen in a document.",
    },
    Card {
        id: "campaigns-and-journeys",
        kind: Told,
        family: Family::Data,
        severity: Severity::Info,
        summary: "Campaigns reach audiences at planned times over a relational store; journeys react to single people \
                  in real time.",
        sources: &[source::BLUEPRINT_CAMPAIGN_ORCHESTRATION],
        reason: "Which of the two fits is for the author to say.",
    },
];
