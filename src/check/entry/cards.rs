//! Facts about entering that show in a dry run.

use crate::check::{Card, Family, Severity, source};

const FAMILY: Family = Family::Entry;

pub(in crate::check) const CARDS: &[Card] = &[
    Card::shown(
        "entry-one-instance",
        FAMILY,
        "Nobody is in the same journey twice at once; a second entry is discarded.",
        &[source::GUARDRAILS, source::ENTRY_MANAGEMENT],
        "The dry run shows it.",
    ),
    Card::shown(
        "entry-business-multi",
        FAMILY,
        "In a journey that business events start, one person may be inside several times: once for each event.",
        &[source::ENTRY_MANAGEMENT],
        "The dry run shows it, where the journey allows several executions.",
    ),
    Card::shown(
        "supplemental-max-instances",
        FAMILY,
        "Where a supplemental identifier tells runs apart, one person is inside ten times at most.",
        &[source::SUPPLEMENTAL],
        "The dry run shows it: a further entry is discarded.",
    ),
    Card::shown(
        "supplemental-exit",
        FAMILY,
        "An event with a supplemental identifier ends, or moves on, only the run that it concerns; an event without \
         one, and a change of audience, concern every run of the person.",
        &[source::SUPPLEMENTAL],
        "The dry run shows it.",
    ),
    Card::told(
        "supplemental-frequency",
        FAMILY,
        Severity::Info,
        "Caps on messages count every run of a person, whatever tells the runs apart; labels on data use do not reach \
         the supplemental identifier.",
        &[source::SUPPLEMENTAL],
        "Caps count messages of all journeys together, which no single journey can show.",
    ),
    Card::told(
        "reentrance-default",
        FAMILY,
        Severity::Info,
        "People may enter a new journey again unless somebody says otherwise.",
        &[source::JOURNEY_PROPERTIES],
        "A new journey begins so here too; there is nothing to break.",
    ),
    Card::shown(
        "reentrance-min-guard",
        FAMILY,
        "Who comes again before the re-entrance wait is over is refused, whatever brings them.",
        &[source::GUARDRAILS],
        "The dry run shows it.",
    ),
    Card::shown(
        "reentrance-off-91d",
        FAMILY,
        "Where people may enter only once, this holds for 91 days: then the platform forgets who has entered.",
        &[source::JOURNEY_PROPERTIES],
        "The dry run shows it.",
    ),
    Card::shown(
        "journey-end-date-ejects",
        FAMILY,
        "At the end date everybody inside leaves and nobody enters any more.",
        &[source::JOURNEY_PROPERTIES, source::TIME_ZONES],
        "The dry run shows it.",
    ),
];
