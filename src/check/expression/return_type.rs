//! A condition yields true or false, a custom wait a date-time without zone.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-return-type",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "A condition yields true or false, a custom wait a date-time without zone.",
    why: "The platform refuses any other type in these places.",
    sources: &[source::EXPRESSION_GENERALITIES, source::WAIT],
    flagged: || super::wait("@event{OrderPlaced.total}").at_step("wait-3", "wait"),
    passing: || super::wait("@event{OrderPaid.deliveredAt}"),
    mending: Mending::None("Which value was meant is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::ReturnType)),
};
