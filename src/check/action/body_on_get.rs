//! A GET has no body.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Item, ItemRef, Method, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-body-on-get",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "An action that uses GET has no request body.",
    why: "Bodies go with POST and PUT only.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || with(Method::Get).at_item(ItemRef::Action("action-text".into()), "payload"),
    passing: || with(Method::Post),
    mending: Mending::Offers("Uses POST."),
    check: Check::Workspace(check),
};

fn with(method: Method) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            action.method = method;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in super::calling(&estate.inventory().actions) {
        if action.method == Method::Get && !action.payload.is_empty() {
            let mended = Action { method: Method::Post, ..action.clone() };
            findings
                .report(
                    Place::item(ItemRef::Action(action.id.clone())).field("payload"),
                    format!("'{}' uses GET and has a request body, which would not be sent.", action.name),
                )
                .safe("Use POST", vec![Edit::Put(Box::new(Item::Action(mended)))]);
        }
    }
}
