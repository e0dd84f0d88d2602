//! What can never be equal is not asked for.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "waymark-expr-equal-types",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Warning,
    summary: "Both sides of == and != are of one kind: numbers, texts, moments.",
    why: "The language compares anything with anything, but a number is never equal to a text: the path is taken by \
          nobody, or by everybody.",
    sources: &[source::EXPRESSION_OPERATORS],
    flagged: || {
        super::condition("@event{OrderPlaced.total} == \"10\"").at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("@event{OrderPlaced.total} == 10.0"),
    mending: Mending::Offers("Takes the quotes off a number, or puts them on."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::EqualTypes)),
};
