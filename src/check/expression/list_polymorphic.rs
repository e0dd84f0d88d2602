//! The items of a list have one type.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-list-polymorphic",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "The items of a list have one type.",
    why: "The platform knows no lists of different things.",
    sources: &[source::EXPRESSION_TYPES],
    flagged: || super::condition(r#"in("a", ["a", 1])"#).at_step("condition-2", "paths.path-1.expression"),
    passing: || super::condition(r#"in("a", ["a", "b"])"#),
    mending: Mending::None("Which type was meant is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::ListPolymorphic)),
};
