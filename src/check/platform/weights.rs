//! Where a platform weighs a rule otherwise than the rule itself says. What is not listed is as the rule says.

use super::Weight::{self, Off, Warning};

/// Rows: rule, weight.
pub(super) type Weights = &'static [(&'static str, Weight)];

/// Adobe Journey Optimizer: the rules' own weights are those of its documentation.
pub(super) const AJO: Weights = &[];

/// The blueprints: what they forbid is an error, what they advise a warning.
pub(super) const BLUEPRINT: Weights = &[];

/// Waymark's own server. Limits that another vendor's product sets for its own sake are off; what would surprise
/// people in a journey stays.
pub(super) const WAYMARK: Weights = &[
    // Size: the server reads any journey that the file reader accepts.
    ("journey-max-activities", Off),
    ("journey-near-max-activities", Off),
    ("journey-payload-too-large", Off),
    ("journey-payload-near-limit", Off),
    // A person may have several identities here; the server resolves them all.
    ("journey-single-namespace", Warning),
    // Calls may take as long as the author likes; half a minute is still good advice.
    ("journey-timeout-range", Warning),
    // Entry memory and timers have no end date here.
    ("reentrance-wait-range", Off),
    ("wait-max-duration", Off),
    // The machine can watch any earlier message of the journey, for as long as the author likes.
    ("reaction-not-after-channel", Off),
    ("reaction-timeout-range", Off),
    // Profile writes go straight to the profile store.
    ("update-profile-max-fields", Off),
    ("update-profile-enum", Off),
    // One person, one identity graph: no need to separate these.
    ("jump-with-aq-or-read", Off),
];
