//! Where a platform weighs a rule otherwise than the rule itself says. What is not listed is as the rule says.

use super::Weight::{self, Off};

/// Rows: rule, weight.
pub(super) type Weights = &'static [(&'static str, Weight)];

/// Adobe Journey Optimizer: the rules' own weights are those of its documentation.
pub(super) const AJO: Weights = &[];

/// The blueprints: what they forbid is an error, what they advise a warning.
pub(super) const BLUEPRINT: Weights = &[];

/// Waymark's own server. Limits that another vendor's product sets for its own sake are off; what would surprise
/// people in a journey stays.
pub(super) const WAYMARK: Weights = &[("journey-max-activities", Off), ("wait-max-duration", Off)];
