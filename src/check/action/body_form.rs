//! The platform's actions send JSON.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, BodyForm, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "waymark-form-body",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "An action sends JSON.",
    why: "Custom actions of Journey Optimizer write no other body: a system that takes forms or XML needs a small \
          service in front of it that translates. Waymark's own server writes all three.",
    sources: &[source::GUARDRAILS, source::ACTION_CONFIGURATION],
    flagged: || with(Some(BodyForm::Form)).at_item(ItemRef::Action("action-text".into()), "body"),
    passing: || with(None),
    mending: Mending::Offers("Sends the same fields as JSON."),
    check: Check::Workspace(check),
};

fn with(body: Option<BodyForm>) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            action.body.clone_from(&body);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    // What carries messages for Waymark's own server is never called by the platform.
    for action in estate.inventory().actions.iter().filter(|action| !action.is_provider()) {
        let what = match &action.body {
            None => continue,
            Some(BodyForm::Form) => "a form",
            Some(BodyForm::Xml { .. }) => "XML",
        };
        let message = format!("'{}' sends {what}; custom actions send JSON only.", action.name);
        let mended = Action { body: None, ..action.clone() };
        findings
            .report(Place::item(ItemRef::Action(action.id.clone())).field("body"), message)
            .suggested("Send JSON", vec![Edit::Put(Box::new(Item::Action(mended)))]);
    }
}
