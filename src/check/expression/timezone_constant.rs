//! A time zone in an expression is a constant that exists.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-timezone-constant",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "A time zone in an expression is a constant that exists.",
    why: "The platform takes no computed zones.",
    sources: &[source::EXPRESSION_EDITOR],
    flagged: || {
        super::condition("now(@event{OrderPlaced.orderId}) is not null")
            .at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition(r#"now("Europe/Paris") is not null"#),
    mending: Mending::None("Which zone was meant is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::TimezoneConstant)),
};
