//! Facts about events that no document can break.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "event-system-generated-id-source",
        Family::Event,
        Severity::Info,
        "Whoever sends a system-generated event repeats the eventID that the platform generated.",
        &[source::UNITARY_EVENT, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
        "What another system sends cannot be seen here; the id stands on the event, to be handed to its developers.",
    ),
    Card::shown(
        "event-qualification-not-met",
        Family::Event,
        "An event whose condition is false is received and discarded.",
        &[source::TROUBLESHOOTING_EXECUTION],
        "The dry run shows it: such an event ends with discarded:notSuitableInitialEvent.",
    ),
];
