//! A default value has the type of its field.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-default-type",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "A default value has the type of its field.",
    why: "Otherwise the expression would yield another type for some people.",
    sources: &[source::EXPRESSION_FIELDS],
    flagged: || {
        super::condition(r#"@event{OrderPlaced.total, defaultValue: "none"} > 10.0"#)
            .at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("@event{OrderPlaced.total, defaultValue: 0.0} > 10.0"),
    mending: Mending::None("Which default was meant is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::DefaultType)),
};
