//! Expressions can be read.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-syntax",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "An expression is written in the journey language.",
    why: "What cannot be read cannot be evaluated: the platform refuses to save it.",
    sources: &[source::EXPRESSION_EDITOR, source::EXPRESSION_GENERALITIES],
    flagged: || super::condition("@event{OrderPlaced.total} > ").at_step("condition-2", "paths.path-1.expression"),
    passing: || super::condition("@event{OrderPlaced.total} > 10.0"),
    mending: Mending::None("Only the author knows what was meant."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::Syntax)),
};
