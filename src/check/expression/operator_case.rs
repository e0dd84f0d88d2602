//! Operators are written in lower case.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-operator-case",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "Operators are written in lower case.",
    why: "The platform reads AND, OR and NOT as names.",
    sources: &[source::EXPRESSION_GENERALITIES],
    flagged: || {
        super::condition("@event{OrderPlaced.total} > 10.0 AND @event{OrderPlaced.total} < 90.0")
            .at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("@event{OrderPlaced.total} > 10.0 and @event{OrderPlaced.total} < 90.0"),
    mending: Mending::Offers("Writes the operator in lower case."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::OperatorCase)),
};
