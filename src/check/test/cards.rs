//! Facts about the platform's own test mode, simulation and dry run. Waymark tests otherwise: in virtual time, on
//! nobody.

use crate::check::{Card, Family, Severity, Source, source};

const OTHERWISE: &str = "It concerns the platform's test mode; a dry run of Waymark works otherwise.";

const fn told(
    id: &'static str,
    severity: Severity,
    summary: &'static str,
    sources: &'static [Source],
    reason: &'static str,
) -> Card {
    Card::told(id, Family::Test, severity, summary, sources, reason)
}

pub(in crate::check) const CARDS: &[Card] = &[
    told(
        "test-errors-block",
        Severity::Error,
        "A journey with an error is not tested.",
        &[source::TROUBLESHOOTING],
        "Here a broken journey can be tried too, as far as it goes; only publishing needs it whole.",
    ),
    told(
        "dryrun-draft-no-error",
        Severity::Error,
        "The platform's dry run takes drafts without errors only.",
        &[source::DRY_RUN],
        "Here a broken journey can be tried too, as far as it goes; only publishing needs it whole.",
    ),
    told(
        "test-max-profiles",
        Severity::Error,
        "At most 100 test profiles take part in one test session.",
        &[source::TEST_MODE],
        OTHERWISE,
    ),
    told(
        "test-wait-override",
        Severity::Info,
        "In test mode waits and timeouts last 10 seconds, or 40 where a reaction has a timeout.",
        &[source::TEST_MODE],
        "In a dry run of Waymark they last what they last, in virtual time.",
    ),
    told(
        "test-idle-revert",
        Severity::Info,
        "A journey that is in test mode for a week without being used becomes a draft again.",
        &[source::TEST_MODE],
        OTHERWISE,
    ),
    Card::shown(
        "test-event-order",
        Family::Test,
        "An event that comes before anybody listens for it, or after the timeout, is lost.",
        &[source::TEST_MODE],
        "The dry run shows it.",
    ),
    told(
        "test-real-side-effects",
        Severity::Warning,
        "An event of a test is a real event: other journeys react to it, and updates are written.",
        &[source::TEST_MODE],
        "A dry run of Waymark reaches nobody.",
    ),
    told(
        "test-custom-upload",
        Severity::Warning,
        "Attributes that came with an uploaded audience cannot be tested.",
        &[source::TEST_MODE],
        "An audience has no attributes of its own here.",
    ),
    told(
        "test-business-code-view",
        Severity::Info,
        "A business event is tested with one profile, and its fields are not entered as code.",
        &[source::TEST_MODE],
        OTHERWISE,
    ),
    told(
        "test-collections",
        Severity::Info,
        "Lists in an event are entered as code when it is tested.",
        &[source::COLLECTIONS],
        "Here the whole event is entered as JSON anyway.",
    ),
    told(
        "simulation-real-calls",
        Severity::Warning,
        "The platform's simulation may send real messages and call real systems.",
        &[source::SIMULATE],
        "A dry run of Waymark sends nothing and calls nobody.",
    ),
    told(
        "dryrun-duration",
        Severity::Info,
        "The platform's dry run ends after 14 days and counts as an active journey until then.",
        &[source::DRY_RUN],
        "A dry run of Waymark takes a moment and counts nowhere.",
    ),
    told(
        "condition-split-test",
        Severity::Info,
        "In test mode everybody takes the topmost path of a split.",
        &[source::TEST_MODE],
        "In a dry run of Waymark a split works as it does live; a scenario can force a path.",
    ),
];
