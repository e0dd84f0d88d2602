//! Nothing is divided by the number 0.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-div-zero",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Warning,
    summary: "Nothing is divided by the number 0.",
    why: "The result is 0, without any error.",
    sources: &[source::EXPRESSION_OPERATORS],
    flagged: || {
        super::condition("@event{OrderPlaced.total} / 0 > 1.0").at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("@event{OrderPlaced.total} / 2 > 1.0"),
    mending: Mending::None("Which divisor was meant is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::DivZero)),
};
