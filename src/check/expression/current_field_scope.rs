//! currentEventField and its like stand inside their own collections.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-current-field-scope",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "currentEventField and its like stand inside their own collections.",
    why: "Elsewhere there is no current item.",
    sources: &[source::COLLECTION_FUNCTIONS],
    flagged: || super::condition("currentEventField.price > 10").at_step("condition-2", "paths.path-1.expression"),
    passing: || super::condition("@event{OrderPlaced.total} > 10.0"),
    mending: Mending::None("Which collection was meant is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::CurrentFieldScope)),
};
