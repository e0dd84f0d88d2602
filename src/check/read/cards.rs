//! Facts about reading an audience that only show while it happens.

use crate::check::{Card, Family, Severity, source};

const FAMILY: Family = Family::ReadAudience;

pub(in crate::check) const CARDS: &[Card] = &[
    Card::shown(
        "read-audience-oneshot-once",
        FAMILY,
        "A journey that reads once lets each person in once.",
        &[source::ENTRY_MANAGEMENT],
        "The dry run shows it.",
    ),
    Card::shown(
        "read-audience-recurring-must-finish",
        FAMILY,
        "Who is still inside does not enter with the next run, unless re-entrance is forced.",
        &[source::ENTRY_MANAGEMENT],
        "The dry run shows it: such an entry is discarded; with forced re-entrance the earlier run ends.",
    ),
    Card::told(
        "read-audience-job-timeout",
        FAMILY,
        Severity::Info,
        "A run that could not begin within 12 hours is dropped without a word.",
        &[source::GUARDRAILS],
        "How busy the platform is cannot be known; the dry run begins each run on time.",
    ),
    Card::told(
        "read-audience-export-retry",
        FAMILY,
        Severity::Info,
        "Where the audience cannot be exported, the platform tries again every 10 minutes, for an hour at most.",
        &[source::GUARDRAILS],
        "Whether an export fails cannot be known; the dry run begins each run on time.",
    ),
    Card::told(
        "read-audience-zero-alert",
        FAMILY,
        Severity::Info,
        "A recurring run that lets nobody in within 10 minutes raises an alert.",
        &[source::ALERTS, source::READ_AUDIENCE],
        "Alerts belong to the platform on which the journey runs.",
    ),
    Card::told(
        "read-audience-realized-only",
        FAMILY,
        Severity::Info,
        "Only people whose membership is realized enter: not those who have left the audience.",
        &[source::READ_AUDIENCE],
        "A test profile is in an audience or not; it has no membership that has ended.",
    ),
    Card::told(
        "read-audience-snapshot-refresh",
        FAMILY,
        Severity::Info,
        "Until the first wait, attributes are those of the moment at which the audience was exported.",
        &[source::GUARDRAILS, source::WAIT],
        "In a dry run a profile has one state at a time: that of the moment.",
    ),
    Card::shown(
        "waves-split-delay",
        FAMILY,
        "Who goes with which wave is settled once, when the audience is read; what is known of people is read when \
         their wave begins. The platform may take an hour to settle it, and a wave waits until the one before is done.",
        &[source::WAVES],
        "The dry run shows it; there the audience is settled at once, and a wave is done when its last person has come in \
         at the reading rate.",
    ),
    Card::told(
        "waymark-wait-minimum-read",
        FAMILY,
        Severity::Info,
        "One blueprint page asks for waits of an hour at least in journeys that read an audience.",
        &[source::BLUEPRINT_TRIGGERED, source::WAIT],
        "It is not held here: no page of the product knows such a limit.",
    ),
    Card::told(
        "read-audience-finish",
        FAMILY,
        Severity::Info,
        "A journey that reads once is finished 91 days after its run; a recurring one 91 days after its last, though one \
         table counts from the start of the first.",
        &[source::END_JOURNEY],
        "Whether a journey is finished belongs to an environment, never to the document.",
    ),
];
