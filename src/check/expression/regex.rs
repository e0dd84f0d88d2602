//! A regular expression is whole, and within what runs everywhere.

use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;

pub(super) const RULE: Rule = Rule {
    id: "waymark-expr-regex",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "A regular expression is whole, and within what runs everywhere.",
    why: "Look-around and back references of Java are not supported here, since they can run without end.",
    sources: &[source::WAYMARK],
    flagged: || {
        super::condition(r#"matchRegExp(@event{OrderPlaced.orderId}, "(4")"#)
            .at_step("condition-2", "paths.path-1.expression")
    },
    passing: || super::condition(r#"matchRegExp(@event{OrderPlaced.orderId}, "4.*")"#),
    mending: Mending::None("Which pattern was meant is for the author to say."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::Regex)),
};
