//! Facts about journeys as a whole that no document can break.

use crate::check::card::CardKind::{Behaviour, Card as Told};
use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card {
        id: "end-tag-immutable",
        kind: Told,
        family: Family::Structure,
        severity: Severity::Error,
        summary: "The end of a path is drawn by itself; only its label can be edited.",
        sources: &[source::END_JOURNEY],
        reason: "A journey cannot be written otherwise: ends are not activities.",
    },
    Card {
        id: "journey-readonly-once-live",
        kind: Told,
        family: Family::Structure,
        severity: Severity::Error,
        summary: "Of a live journey only names, labels and descriptions can be changed.",
        sources: &[source::PUBLISH],
        reason: "Whether a journey is live belongs to an environment, never to the document.",
    },
    Card {
        id: "journey-global-timeout",
        kind: Behaviour,
        family: Family::Structure,
        severity: Severity::Info,
        summary: "Whoever is still inside 91 days after entering is taken out.",
        sources: &[source::GUARDRAILS, source::JOURNEY_PROPERTIES],
        reason: "The dry run shows it: such a run ends with the reason instanceTimedout.",
    },
    Card {
        id: "profile-creation-race",
        kind: Told,
        family: Family::Structure,
        severity: Severity::Warning,
        summary: "Where the entry event creates the profile, a wait stands before the first step that reads it.",
        sources: &[source::GUARDRAILS],
        reason: "No document says whether an event is the first that the platform hears of a person.",
    },
];
