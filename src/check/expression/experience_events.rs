//! No expression reads field groups of experience events.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-experience-event-fieldgroup",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "No expression reads field groups of experience events.",
    why: "The platform no longer supports it; use an audience and inAudience instead.",
    sources: &[source::EXPRESSION_EDITOR, source::GUARDRAILS],
    flagged: || {
        super::with_orders("#{ExperiencePlatform.Orders.total} > 10.0")
            .at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::with_orders(r#"inAudience("Loyal customers")"#),
    mending: Mending::None("An audience has to be built first."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::ExperienceEventFieldgroup)),
};
