//! Only numbers, instants and zoneless date-times are compared by order.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-compare-types",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "Only numbers, instants and zoneless date-times are compared by order.",
    why: "Between other types there is no before and after.",
    sources: &[source::EXPRESSION_OPERATORS],
    flagged: || super::condition("@event{OrderPlaced.orderId} > 10").at_step("condition-2", "paths.path-1.expression"),
    passing: || super::condition("@event{OrderPlaced.total} > 10.0"),
    mending: Mending::None("Whether a number was meant, or another comparison, is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::CompareTypes)),
};
