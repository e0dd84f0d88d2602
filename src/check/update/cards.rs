//! Facts about profile updates that no document shows.

use crate::check::card::CardKind::Card as Told;
use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card {
        id: "update-profile-dataset",
        kind: Told,
        family: Family::Update,
        severity: Severity::Error,
        summary: "The dataset of a profile update is enabled for profiles and has the identity type of the journey.",
        sources: &[source::UPDATE_PROFILE],
        reason: "A document knows a dataset by its name only.",
    },
    Card {
        id: "update-profile-shared-dataset",
        kind: Told,
        family: Family::Update,
        severity: Severity::Warning,
        summary: "The dataset of a profile update is fed by nothing else, which would overwrite it.",
        sources: &[source::UPDATE_PROFILE],
        reason: "What else writes into a dataset is known to the platform only.",
    },
    Card {
        id: "update-profile-test-real",
        kind: Told,
        family: Family::Update,
        severity: Severity::Warning,
        summary: "In the platform's test mode an update really changes the test profile.",
        sources: &[source::UPDATE_PROFILE, source::TEST_MODE],
        reason: "A dry run of Waymark changes nobody.",
    },
];
