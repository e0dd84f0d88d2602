//! No expression reads field groups of experience events.

use crate::check::example::Sketch;
use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-experience-event-fieldgroup",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "No expression reads field groups of experience events.",
    why: "Today's pages on expressions no longer support it; the guardrails still allow it in journeys that begin with a \
          unitary event, of which waymark-expr-experience-event-unitary warns. Use an audience and inAudience instead.",
    sources: &[source::EXPRESSION_EDITOR, source::GUARDRAILS],
    flagged: || {
        super::with_orders(Sketch::qualification(), "#{ExperiencePlatform.Orders.total} > 10.0")
            .at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::with_orders(Sketch::qualification(), r#"inAudience("Loyal customers")"#),
    mending: Mending::None("An audience has to be built first."),
    check: Check::Journey(|survey, findings| {
        if !super::begins_with_unitary_event(survey) {
            super::report(survey, findings, Code::ExperienceEventFieldgroup);
        }
    }),
};
