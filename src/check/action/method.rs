//! Which methods reach other systems.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Item, ItemRef, Method, Place, Platform};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-method",
    aliases: &["custom-action-method-legacy-profile"],
    family: Family::Action,
    severity: Severity::Error,
    summary: "A custom action uses GET, POST or PUT; by the blueprints POST or PUT only.",
    why: "The platform sends no other method; where another system wants DELETE or PATCH, it has to take PUT or POST.",
    sources: &[source::GUARDRAILS, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
    flagged: || with(Method::Get).platform(Platform::Blueprint).at_item(item(), "method"),
    passing: || with(Method::Put).platform(Platform::Blueprint),
    mending: Mending::Offers("Uses POST; PUT in the place of DELETE."),
    check: Check::Workspace(check),
};

fn item() -> ItemRef {
    ItemRef::Action("action-text".into())
}

fn with(method: Method) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            action.method = method;
            action.payload.clear();
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let allowed = estate.numbers.action_methods;
    let names: Vec<&str> = allowed.iter().map(|method| method.name()).collect();
    for action in super::calling(&estate.inventory().actions) {
        if allowed.contains(&action.method) {
            continue;
        }
        let message = format!(
            "'{}' uses {}; only {} reach another system from this platform.",
            action.name,
            action.method.name(),
            names.join(" and ")
        );
        let better = if action.method == Method::Delete { Method::Put } else { Method::Post };
        let mended = Action { method: better, ..action.clone() };
        findings
            .report(Place::item(ItemRef::Action(action.id.clone())).field("method"), message)
            .safe(format!("Use {}", better.name()), vec![Edit::Put(Box::new(Item::Action(mended)))]);
    }
}
