//! An expression names fields that exist.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-unknown-field",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "An expression names fields that exist.",
    why: "A name that nothing has can never yield a value.",
    sources: &[source::EXPRESSION_EDITOR, source::EXPRESSION_FIELDS],
    flagged: || super::condition("@event{OrderPlaced.totall} > 10.0").at_step("condition-2", "paths.path-1.expression"),
    passing: || super::condition("@event{OrderPlaced.total} > 10.0"),
    mending: Mending::Offers("Takes the field whose name is nearest, where one is near."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::UnknownField)),
};
