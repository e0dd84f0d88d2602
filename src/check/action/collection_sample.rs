//! A list shows what its items look like.

use serde_json::Value;

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place, ValueType};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-collection-first-object",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "A list in a request or a sample reply shows at least one item.",
    why: "Its fields are those of the first item; of an empty list nothing can be mapped or read.",
    sources: &[source::COLLECTIONS],
    flagged: || super::json_only::with(r#"{"lines": []}"#).at_item(ItemRef::Action("action-text".into()), "response"),
    passing: || super::json_only::with(r#"{"lines": [{"sku": "A1"}]}"#),
    mending: Mending::None("Only the author knows what the items look like."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        let place = |field: &str| Place::item(ItemRef::Action(action.id.clone())).field(field);
        for (field, sample) in [("response", &action.response), ("error_response", &action.error_response)] {
            // What is no JSON has a rule of its own.
            let Ok(reply) = serde_json::from_str::<Value>(sample) else { continue };
            if let Some(path) = empty_list(&reply, String::new()) {
                let name = if path.is_empty() { "list".to_owned() } else { format!("list '{path}'") };
                let message = format!("The {name} in the sample reply of '{}' is empty; show one item.", action.name);
                findings.report(place(field), message);
            }
        }
        for parameter in &action.payload {
            if parameter.kind == ValueType::ListObject && parameter.items.is_empty() {
                let message =
                    format!("The list '{}' of '{}' names no fields of its items.", parameter.path, action.name);
                findings.report(place(&format!("payload.{}", parameter.path)), message);
            }
        }
    }
}

/// The path of the first list without items. The reader bounds how deep a reply is.
fn empty_list(value: &Value, path: String) -> Option<String> {
    match value {
        Value::Array(items) if items.is_empty() => Some(path),
        Value::Array(items) => empty_list(items.first()?, path),
        Value::Object(fields) => fields.iter().find_map(|(name, inner)| {
            let inside = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            empty_list(inner, inside)
        }),
        _ => None,
    }
}
