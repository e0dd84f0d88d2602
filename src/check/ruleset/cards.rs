//! Facts about rule sets that only show while journeys run.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card::shown(
        "journey-entry-cap",
        Family::RuleSet,
        "Who has entered as many journeys as the cap of the period lets in is refused.",
        &[source::JOURNEY_CAPPING],
        "The dry run counts what a test profile entered before, and enters in it; a server counts all journeys.",
    ),
    Card::shown(
        "journey-concurrency-cap",
        Family::RuleSet,
        "Who is in as many journeys of a rule set as it allows is refused, also where one of higher priority is ahead.",
        &[source::JOURNEY_CAPPING],
        "A dry run follows one journey and those into which it jumps; a server counts all journeys.",
    ),
    Card::shown(
        "quiet-hours-no-timezone",
        Family::RuleSet,
        "Quiet hours in the person's own time zone do not hold for somebody whose profile names none.",
        &[source::QUIET_HOURS],
        "The dry run sends at once to whoever has no time zone.",
    ),
    Card::shown(
        "quiet-hours-queue-expiry",
        Family::RuleSet,
        "A message that waited for 7 days for the end of quiet hours is dropped.",
        &[source::QUIET_HOURS],
        "The dry run holds a message until its quiet hours end, and drops it after 7 days.",
    ),
    Card::told(
        "quiet-hours-propagation",
        Family::RuleSet,
        Severity::Info,
        "Changed quiet hours hold after up to 12 hours.",
        &[source::QUIET_HOURS],
        "How long the platform takes varies.",
    ),
    Card::told(
        "custom-action-quiet-hours",
        Family::RuleSet,
        Severity::Info,
        "Quiet hours hold emails, text messages and push notifications, not custom actions.",
        &[source::QUIET_HOURS],
        "A custom action cannot choose a rule set here.",
    ),
];
