//! Facts about profile updates that no document shows.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[Card::told(
    "update-profile-test-real",
    Family::Update,
    Severity::Warning,
    "In the platform's test mode an update really changes the test profile.",
    &[source::UPDATE_PROFILE, source::TEST_MODE],
    "A dry run of Waymark changes nobody.",
)];
