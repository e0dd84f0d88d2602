//! In journeys that begin with a unitary event, expressions over experience events are on their way out.

use crate::check::example::Sketch;
use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "waymark-expr-experience-event-unitary",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Warning,
    summary: "No expression of a journey by unitary event reads field groups of experience events.",
    why: "The guardrails still allow it there, the pages on expressions do not: older journeys keep running, a new one \
          may be refused. Use an audience and inAudience instead.",
    sources: &[source::GUARDRAILS, source::EXPRESSION_EDITOR],
    flagged: || {
        super::with_orders(Sketch::event(), "#{ExperiencePlatform.Orders.total} > 10.0")
            .at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::with_orders(Sketch::event(), r#"inAudience("Loyal customers")"#),
    mending: Mending::None("An audience has to be built first."),
    check: Check::Journey(|survey, findings| {
        if super::begins_with_unitary_event(survey) {
            super::report(survey, findings, Code::ExperienceEventFieldgroup);
        }
    }),
};
