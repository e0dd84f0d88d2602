//! Facts about the platform's own test mode, simulation and dry run. Waymark tests otherwise: in virtual time, on
//! nobody.

use crate::check::{Card, Family, Severity, source};

const OTHERWISE: &str = "It concerns the platform's test mode; a dry run of Waymark works otherwise.";

pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "test-errors-block",
        Family::Test,
        Severity::Error,
        "A journey with an error is not tested.",
        &[source::TROUBLESHOOTING],
        "Here a broken journey can be tried too, as far as it goes; only publishing needs it whole.",
    ),
    Card::told(
        "dryrun-draft-no-error",
        Family::Test,
        Severity::Error,
        "The platform's dry run takes drafts without errors only.",
        &[source::DRY_RUN],
        "Here a broken journey can be tried too, as far as it goes; only publishing needs it whole.",
    ),
    Card::told(
        "test-max-profiles",
        Family::Test,
        Severity::Error,
        "At most 100 test profiles take part in one test session.",
        &[source::TEST_MODE],
        OTHERWISE,
    ),
    Card::told(
        "test-wait-override",
        Family::Test,
        Severity::Info,
        "In test mode waits and timeouts last 10 seconds, or 40 where a reaction has a timeout.",
        &[source::TEST_MODE],
        "In a dry run of Waymark they last what they last, in virtual time.",
    ),
    Card::told(
        "test-idle-revert",
        Family::Test,
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
    Card::told(
        "test-real-side-effects",
        Family::Test,
        Severity::Warning,
        "An event of a test is a real event: other journeys react to it, and updates are written.",
        &[source::TEST_MODE],
        "A dry run of Waymark reaches nobody.",
    ),
    Card::told(
        "test-custom-upload",
        Family::Test,
        Severity::Warning,
        "Attributes that came with an uploaded audience cannot be tested.",
        &[source::TEST_MODE],
        "An audience has no attributes of its own here.",
    ),
    Card::told(
        "test-business-code-view",
        Family::Test,
        Severity::Info,
        "A business event is tested with one profile, and its fields are not entered as code.",
        &[source::TEST_MODE],
        OTHERWISE,
    ),
    Card::told(
        "test-collections",
        Family::Test,
        Severity::Info,
        "Lists in an event are entered as code when it is tested.",
        &[source::COLLECTIONS],
        "Here the whole event is entered as JSON anyway.",
    ),
    Card::told(
        "simulation-real-calls",
        Family::Test,
        Severity::Warning,
        "The platform's simulation may send real messages and call real systems.",
        &[source::SIMULATE],
        "A dry run of Waymark sends nothing and calls nobody.",
    ),
    Card::told(
        "dryrun-duration",
        Family::Test,
        Severity::Info,
        "The platform's dry run ends after 14 days and counts as an active journey until then.",
        &[source::DRY_RUN],
        "A dry run of Waymark takes a moment and counts nowhere.",
    ),
    Card::told(
        "condition-split-test",
        Family::Test,
        Severity::Info,
        "In test mode everybody takes the topmost path of a split.",
        &[source::TEST_MODE],
        "In a dry run of Waymark a split works as it does live; a scenario can force a path.",
    ),
];
