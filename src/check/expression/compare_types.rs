//! Only numbers and moments are compared by order.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-compare-types",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "Only numbers with numbers, and moments with moments, are compared by order.",
    why: "Between text and a number there is no more and no less. A number in quotes is text.",
    sources: &[source::EXPRESSION_OPERATORS],
    flagged: || {
        super::condition("@event{OrderPlaced.total} > \"10\"").at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("@event{OrderPlaced.total} > 10.0"),
    mending: Mending::Offers("Takes the quotes off a number."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::CompareTypes)),
};
