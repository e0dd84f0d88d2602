//! Replies are JSON.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-json-only",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "The samples of an action's replies are JSON objects or lists.",
    why: "The platform reads JSON only, and takes the fields of a reply from its sample.",
    sources: &[source::GUARDRAILS],
    flagged: || with("<ok/>").at_item(ItemRef::Action("action-text".into()), "response"),
    passing: || with(r#"{"id": "m1"}"#),
    mending: Mending::None("Only the author has a real reply to paste."),
    check: Check::Workspace(check),
};

pub(super) fn with(response: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            response.clone_into(&mut action.response);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        for (field, sample) in [("response", &action.response), ("error_response", &action.error_response)] {
            if sample.is_empty() {
                continue;
            }
            if let Err(error) = serde_json::from_str::<serde_json::Value>(sample) {
                let message = format!(
                    "The sample reply of '{}' is not JSON: line {}, column {}.",
                    action.name,
                    error.line(),
                    error.column()
                );
                findings.report(Place::item(ItemRef::Action(action.id.clone())).field(field), message);
            }
        }
    }
}
