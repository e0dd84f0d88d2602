//! Facts about business events that only show while they run.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "business-event-export-delay",
        Family::BusinessEvent,
        Severity::Info,
        "The audience is exported 15 minutes to an hour after a business event.",
        &[source::BUSINESS_EVENT],
        "How long the platform takes varies; the dry run reads the audience at once.",
    ),
    Card::told(
        "business-event-reuse-window",
        Family::BusinessEvent,
        Severity::Info,
        "In a journey that reads once, business events within an hour of the first read the audience that was fetched \
         for it; a scheduled one has no such guard.",
        &[source::BUSINESS_EVENT],
        "The dry run reads the audience anew for each event.",
    ),
    Card::shown(
        "business-event-multi-execution",
        Family::BusinessEvent,
        "A further business event starts a further run only where the journey allows several executions.",
        &[source::BUSINESS_EVENT],
        "The dry run shows it.",
    ),
];
