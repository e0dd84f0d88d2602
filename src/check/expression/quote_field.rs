//! Unusual names in a path stand in quotes.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-quote-field",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "Unusual names in a path stand in quotes.",
    why: "A name that begins with a digit or has other signs than letters, digits, _ and - is not read otherwise.",
    sources: &[source::EXPRESSION_FIELDS],
    flagged: || {
        super::with_odd_field("@event{OrderPlaced.3h} == 'x'").at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::with_odd_field("@event{OrderPlaced.'3h'} == 'x'"),
    mending: Mending::Offers("Puts the name in quotes."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::QuoteField)),
};
