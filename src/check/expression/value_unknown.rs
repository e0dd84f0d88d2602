//! A field is compared with values that it can hold.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "waymark-expr-value-unknown",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Warning,
    summary: "A field whose schema lists its values is compared with one of them.",
    why: "Nobody has another value: the path is taken by nobody, or by everybody.",
    sources: &[source::WAYMARK, source::CONDITIONS],
    flagged: || {
        super::condition("#{ExperiencePlatform.ProfileFieldGroup.loyalty.tier} == \"golden\"")
            .at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition("#{ExperiencePlatform.ProfileFieldGroup.loyalty.tier} == \"gold\""),
    mending: Mending::Offers("Writes the value that looks most like it."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::ValueUnknown)),
};
