//! The address of an action is fixed.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-url-dynamic",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "The address of an action is the same for everybody.",
    why: "The variable tail goes into the field Path of the activity.",
    sources: &[source::GUARDRAILS, source::CUSTOM_ACTIONS],
    flagged: || {
        super::url::with("https://messages.example.com/v1/{{customer}}")
            .at_item(ItemRef::Action("action-text".into()), "url")
    },
    passing: || super::url::with("https://messages.example.com/v1"),
    mending: Mending::None("Which expression belongs into the path is for the author to say."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in super::calling(&estate.inventory().actions) {
        if ["{", "}", "@event", "#{", "<", ">"].iter().any(|sign| action.url.contains(sign)) {
            let message = format!(
                "The address of '{}' has a variable part; move it into the field Path of the activity.",
                action.name
            );
            findings.report(Place::item(ItemRef::Action(action.id.clone())).field("url"), message);
        }
    }
}
