//! A function beside + stands in parentheses.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-plus-parentheses",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "A function beside + stands in parentheses.",
    why: "The platform reads f(g() + 1) wrongly; f((g()) + 1) is right.",
    sources: &[source::EXPRESSION_OPERATORS],
    flagged: || super::condition("listSize([1, 2]) + 1 > 2").at_step("condition-2", "paths.path-1.expression"),
    passing: || super::condition("(listSize([1, 2])) + 1 > 2"),
    mending: Mending::Offers("Puts the function in parentheses."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::PlusParentheses)),
};
