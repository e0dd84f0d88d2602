//! Both factors of * are integers, or both decimals.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-multiply-mixed",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "Both factors of * are integers, or both decimals.",
    why: "The platform refuses 3 * 4.0.",
    sources: &[source::EXPRESSION_OPERATORS],
    flagged: || {
        super::condition("@event{OrderPlaced.total} * 3 > 100.0").at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("@event{OrderPlaced.total} * 3.0 > 100.0"),
    mending: Mending::Offers("Writes the constant with a point, where one factor is a constant."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::MultiplyMixed)),
};
