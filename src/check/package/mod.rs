//! Rules of the licence package Select: one action, no condition, no wait.

mod condition;
mod error_path;
mod one_action;
mod wait;

use super::{Estate, Rule, Survey};
use crate::journey::{Kind, Package};

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[&one_action::RULE, &condition::RULE, &wait::RULE, &error_path::RULE];

/// Whether the package's limits hold: for journeys of single people, by event or audience qualification.
fn holds(survey: &Survey<'_>) -> bool {
    select(survey.estate)
        && survey.entry().is_some_and(|entry| matches!(entry.kind(), Kind::Event(_) | Kind::AudienceQualification(_)))
}

fn select(estate: &Estate<'_>) -> bool {
    estate.organization().is_some_and(|organization| organization.package == Package::Select)
}
