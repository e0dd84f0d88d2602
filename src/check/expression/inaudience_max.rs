//! An expression asks for at most 100 audiences.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-inaudience-max",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Warning,
    summary: "An expression asks for at most 100 audiences.",
    why: "The platform retrieves no more.",
    sources: &[source::IN_AUDIENCE],
    flagged: || super::many(101).at_step("condition-2", "paths.path-1.expression"),
    passing: || super::many(100),
    mending: Mending::None("Which audiences can be left out is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::InAudienceMax)),
};
