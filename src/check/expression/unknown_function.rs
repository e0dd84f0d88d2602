//! An expression calls functions that exist; their names are case-sensitive.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-unknown-function",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "An expression calls functions that exist; their names are case-sensitive.",
    why: "The platform knows 67 functions and no other.",
    sources: &[source::EXPRESSION_EDITOR],
    flagged: || {
        super::condition(r#"Contain(@event{OrderPlaced.orderId}, "4")"#)
            .at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition(r#"contain(@event{OrderPlaced.orderId}, "4")"#),
    mending: Mending::Offers("Takes the function whose name is nearest, where one is near."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::UnknownFunction)),
};
