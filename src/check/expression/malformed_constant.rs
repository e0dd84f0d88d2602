//! A constant date, time, duration or number can be read as one.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "waymark-expr-malformed-constant",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Warning,
    summary: "A constant date, time, duration or number can be read as one.",
    why: "A malformed one yields null, silently.",
    sources: &[source::EXPRESSION_TYPES, source::WAYMARK],
    flagged: || {
        super::condition(r#"toDateTime("yesterday") is null"#).at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition(r#"toDateTime("2026-01-05T09:00:00Z") is not null"#),
    mending: Mending::None("Which moment was meant is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::MalformedConstant)),
};
