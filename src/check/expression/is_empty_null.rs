//! isEmpty is false for a field that is missing.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "waymark-expr-isempty-null",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Info,
    summary: "isEmpty is false for a field that is missing.",
    why: "By the function's page a missing text is not empty, by the conditions' page it is; here the function's page holds. Ask with is null too.",
    sources: &[source::CONDITIONS, source::WAYMARK],
    flagged: || {
        super::condition("isEmpty(@event{OrderPlaced.orderId})").at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("@event{OrderPlaced.orderId} is null"),
    mending: Mending::None("Which of the two was meant is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::IsEmptyNull)),
};
