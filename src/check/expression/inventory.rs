//! Expressions of the inventory are sound too.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, condition, source};
use crate::expression::{Code, Expected};
use crate::journey::{EventIdType, ItemRef, ValueType, Word};

pub(super) const RULE: Rule = Rule {
    id: "waymark-expr-inventory",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "The expressions of events, audiences, channels and decision policies can be read and evaluated.",
    why: "A condition that cannot be evaluated discards every event; an address that cannot be read reaches nobody.",
    sources: &[source::EXPRESSION_EDITOR, source::TROUBLESHOOTING_EXECUTION],
    flagged: || with("@event{OrderPaid.evntType} == \"paid\"").at_item(ItemRef::Event("event-paid".into()), "id_type"),
    passing: || with("@event{OrderPaid.eventType} == \"paid\""),
    mending: Mending::None("Only the author knows what was meant."),
    check: Check::Workspace(check),
};

fn with(condition: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid") {
            event.id_type = EventIdType::RuleBased(condition.into());
        }
    })
}

/// Kinds of problems by which the condition of an event drops every record.
pub(in crate::check) const TYPE_MISMATCH: [Code; 2] = [Code::CompareTypes, Code::EqualTypes];

/// Kinds of problems that never make an expression useless.
pub(in crate::check) const HARMLESS: [Code; 5] =
    [Code::MultilineHiddenChars, Code::DivZero, Code::InAudienceMax, Code::IsEmptyNull, Code::MalformedConstant];

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for item in super::of_inventory(estate) {
        item.walk(&mut |field, word, text| {
            if word != Word::Expression || text.trim().is_empty() {
                return;
            }
            let field = field.to_string();
            let expected = match field.as_str() {
                field if super::is_condition(field) => Expected::CONDITION,
                // A text, or one in each object of a list: supplemental-type says which.
                "supplemental.key" => Expected::Any,
                _ => Expected::Of(ValueType::String),
            };
            let typed = estate.language.typed(text, expected);
            // Two types that do not go together in the condition of an event have a rule of their own.
            let has_own_rule = |code| field == "id_type" && TYPE_MISMATCH.contains(&code);
            if let Some(problem) = typed.problems.iter().find(|problem| {
                !HARMLESS.contains(&problem.code)
                    && !has_own_rule(problem.code)
                    && !condition::is_empty_box(problem, text)
            }) {
                let message = format!("The {} '{}': {}", item.reference().kind(), item.name(), problem.message);
                findings.report(super::place_of_item(&item, &field), message);
            }
        });
    }
}
