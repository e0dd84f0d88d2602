//! An expression stands on one line, without signs that nobody sees.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-multiline-hidden-chars",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Warning,
    summary: "An expression stands on one line, without signs that nobody sees.",
    why: "The platform may read line breaks and hidden signs wrongly.",
    sources: &[source::EXPRESSION_EDITOR],
    flagged: || {
        super::condition("@event{OrderPlaced.total}\n > 10.0").at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("@event{OrderPlaced.total} > 10.0"),
    mending: Mending::Offers("Puts a blank in the place of each."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::MultilineHiddenChars)),
};
