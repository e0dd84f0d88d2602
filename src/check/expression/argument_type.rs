//! Functions and operators get the types that they take.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "waymark-expr-argument-type",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "Functions and operators get the types that they take.",
    why: "With other types they yield nothing useful, or an error.",
    sources: &[source::EXPRESSION_EDITOR, source::WAYMARK],
    flagged: || {
        super::condition("length(@event{OrderPlaced.total}) > 3").at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("length(@event{OrderPlaced.orderId}) > 3"),
    mending: Mending::None("Which value was meant is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::ArgumentType)),
};
