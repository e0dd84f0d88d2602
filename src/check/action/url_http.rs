//! Calls should be encrypted.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-url-http",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "An action calls by https.",
    why: "By http names, addresses and secrets travel readable for everybody on the way.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || {
        super::url::with("http://messages.example.com/v1").at_item(ItemRef::Action("action-text".into()), "url")
    },
    passing: || super::url::with("https://messages.example.com/v1"),
    mending: Mending::Offers("Uses https."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in super::calling(&estate.inventory().actions) {
        if let Some(rest) = action.url.strip_prefix("http://") {
            let mended = Action { url: format!("https://{rest}"), ..action.clone() };
            findings
                .report(
                    Place::item(ItemRef::Action(action.id.clone())).field("url"),
                    format!("'{}' is called without encryption; prefer https.", action.name),
                )
                .suggested("Use https", vec![Edit::Put(Box::new(Item::Action(mended)))]);
        }
    }
}
