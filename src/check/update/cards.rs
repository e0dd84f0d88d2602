//! Facts about profile updates that no document shows.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "update-profile-dataset",
        Family::Update,
        Severity::Error,
        "The dataset of a profile update is enabled for profiles and has the identity type of the journey.",
        &[source::UPDATE_PROFILE],
        "A document knows a dataset by its name only.",
    ),
    Card::told(
        "update-profile-shared-dataset",
        Family::Update,
        Severity::Warning,
        "The dataset of a profile update is fed by nothing else, which would overwrite it.",
        &[source::UPDATE_PROFILE],
        "What else writes into a dataset is known to the platform only.",
    ),
    Card::told(
        "update-profile-test-real",
        Family::Update,
        Severity::Warning,
        "In the platform's test mode an update really changes the test profile.",
        &[source::UPDATE_PROFILE, source::TEST_MODE],
        "A dry run of Waymark changes nobody.",
    ),
];
