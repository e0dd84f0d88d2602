//! Facts about events that no document can break.

use crate::check::card::CardKind::{Behaviour, Card as Told};
use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card {
        id: "event-locked-when-used",
        kind: Told,
        family: Family::Event,
        severity: Severity::Error,
        summary: "Of an event that a journey uses only name, description and further fields can be changed.",
        sources: &[source::EVENTS],
        reason: "Whether a journey is published belongs to an environment, never to the document.",
    },
    Card {
        id: "event-system-generated-id-source",
        kind: Told,
        family: Family::Event,
        severity: Severity::Info,
        summary: "Whoever sends a system-generated event repeats the eventID that the platform generated.",
        sources: &[source::UNITARY_EVENT, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
        reason: "What another system sends cannot be seen here; the id stands on the event, to be handed to its developers.",
    },
    Card {
        id: "event-qualification-not-met",
        kind: Behaviour,
        family: Family::Event,
        severity: Severity::Info,
        summary: "An event whose condition is false is received and discarded.",
        sources: &[source::TROUBLESHOOTING_EXECUTION],
        reason: "The dry run shows it: such an event ends with discarded:notSuitableInitialEvent.",
    },
];
