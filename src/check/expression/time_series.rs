//! No expression reads timeSeriesEvents.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "expr-timeseriesevents",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "No expression reads timeSeriesEvents.",
    why: "The platform refuses it.",
    sources: &[source::GUARDRAILS],
    flagged: || {
        super::condition("#{ExperiencePlatform.ProfileFieldGroup.timeSeriesEvents} is not null")
            .at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("#{ExperiencePlatform.ProfileFieldGroup.loyalty.points} is not null"),
    mending: Mending::None("An audience has to be built first."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::TimeSeriesEvents)),
};
