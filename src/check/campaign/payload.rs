//! What Campaign needs is in the payload.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Binding, Destination, Item, ItemRef, Parameter, Place, ValueType};

pub(super) const RULE: Rule = Rule {
    id: "campaign-payload-unvalidated",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Warning,
    summary: "The payload for Campaign has a channel, an event type and a context.",
    why: "The platform does not look into the payload: what is missing shows only when Campaign refuses the message.",
    sources: &[source::CAMPAIGN_ACTION],
    flagged: || without(true).at_item(ItemRef::Action("action-campaign".into()), "payload"),
    passing: || without(false),
    mending: Mending::Offers("Adds the event type, taken from the template, where only that is missing."),
    check: Check::Workspace(check),
};

fn without(event_type: bool) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-campaign") {
            action.payload.retain(|parameter| !event_type || parameter.path != "eventType");
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        if !matches!(action.destination, Destination::CampaignV7 | Destination::CampaignV8) {
            continue;
        }
        let has = |name: &str| action.payload.iter().any(|parameter| parameter.path.split('.').next() == Some(name));
        let missing: Vec<&str> = ["channel", "eventType", "ctx"].into_iter().filter(|name| !has(name)).collect();
        if missing.is_empty() {
            continue;
        }
        let message = format!("The payload of '{}' lacks {}.", action.name, missing.join(" and "));
        let finding = findings.report(Place::item(ItemRef::Action(action.id.clone())).field("payload"), message);
        if missing == ["eventType"] && !action.template.is_empty() {
            let mut mended: Action = action.clone();
            mended.payload.push(Parameter {
                path: "eventType".to_owned(),
                kind: ValueType::String,
                value: Binding::Constant(action.template.clone()),
                ..Parameter::default()
            });
            finding.safe("Add the event type", vec![Edit::Put(Box::new(Item::Action(mended)))]);
        }
    }
}
