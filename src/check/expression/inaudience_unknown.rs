//! inAudience names an audience that exists.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-inaudience-unknown",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "inAudience names an audience that exists.",
    why: "Renaming an audience elsewhere breaks the reference.",
    sources: &[source::IN_AUDIENCE],
    flagged: || super::condition(r#"inAudience("Loyal customer")"#).at_step("condition-2", "paths.path-1.expression"),
    passing: || super::condition(r#"inAudience("Loyal customers")"#),
    mending: Mending::Offers("Takes the audience whose name is nearest, where one is near."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::InAudienceUnknown)),
};
