//! inAudience names its audience as a constant text.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-inaudience-constant",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "inAudience names its audience as a constant text.",
    why: "The platform looks memberships up before the expression runs.",
    sources: &[source::IN_AUDIENCE],
    flagged: || {
        super::condition("inAudience(@event{OrderPlaced.orderId})").at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition(r#"inAudience("Loyal customers")"#),
    mending: Mending::None("Which audience was meant is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::InAudienceConstant)),
};
