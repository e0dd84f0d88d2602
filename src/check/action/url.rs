//! An action has an address.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-url-missing",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "An action has an address that begins with http:// or https://.",
    why: "Without a whole address nothing can be called.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || with("messages.example.com/v1").at_item(ItemRef::Action("action-text".into()), "url"),
    passing: || with("https://messages.example.com/v1"),
    mending: Mending::None("Only the author knows the address."),
    check: Check::Workspace(check),
};

pub(super) fn with(url: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            url.clone_into(&mut action.url);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in super::calling(&estate.inventory().actions) {
        let whole = super::parts(&action.url).is_some_and(|(scheme, _)| matches!(scheme, "http" | "https"));
        if !whole {
            let place = Place::item(ItemRef::Action(action.id.clone())).field("url");
            let finding =
                findings.report(place, format!("Enter the address of '{}', beginning with https://.", action.name));
            if action.url.is_empty() {
                finding.to_do();
            }
        }
    }
}
