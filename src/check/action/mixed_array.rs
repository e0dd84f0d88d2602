//! Lists hold one kind of thing, in replies and where a variable fills them.

use serde_json::Value;

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Binding, ItemRef, Place, ValueType};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-heterogeneous-array",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "A list in a reply, or in a variable of a request, holds values of one kind.",
    why: "Expressions need to know what an item of the list is. In a request each item of such a list can be given by \
          itself: 'parts[0]', 'parts[1]'.",
    sources: &[source::ACTION_RESPONSE, source::COLLECTIONS],
    flagged: || {
        super::json_only::with(r#"{"parts": [1, "two"]}"#).at_item(ItemRef::Action("action-text".into()), "response")
    },
    passing: || super::json_only::with(r#"{"parts": [1, 2]}"#),
    mending: Mending::None("Only the author knows which kind is right."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        for (field, sample) in [("response", &action.response), ("error_response", &action.error_response)] {
            let Ok(reply) = serde_json::from_str::<Value>(sample) else { continue };
            if let Some(path) = mixed(&reply) {
                let message = format!("The list '{path}' in the reply of '{}' holds different kinds.", action.name);
                findings.report(Place::item(ItemRef::Action(action.id.clone())).field(field), message);
            }
        }
        for parameter in &action.payload {
            if parameter.kind == ValueType::ListAny && matches!(parameter.value, Binding::Variable(_)) {
                let path = &parameter.path;
                let message = format!(
                    "The list '{path}' of '{}' holds different things, which no variable can fill; give each item by \
                     itself: '{path}[0]', '{path}[1]'.",
                    action.name
                );
                let place = Place::item(ItemRef::Action(action.id.clone())).field(format!("payload.{path}"));
                findings.report(place, message);
            }
        }
    }
}

/// The first list that mixes kinds, by its path. Works with a stack of its own: samples may nest deeply.
fn mixed(reply: &Value) -> Option<String> {
    let mut open = vec![(String::new(), reply)];
    while let Some((path, value)) = open.pop() {
        match value {
            Value::Array(items) => {
                let mut kinds = items.iter().filter(|item| !item.is_null()).map(kind);
                let first = kinds.next();
                if kinds.any(|kind| Some(kind) != first) {
                    return Some(path);
                }
                open.extend(items.iter().map(|item| (path.clone(), item)));
            }
            Value::Object(fields) => {
                let below = |name: &String| if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                open.extend(fields.iter().map(|(name, value)| (below(name), value)));
            }
            _ => {}
        }
    }
    None
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}
