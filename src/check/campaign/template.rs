//! One action serves one template.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Action, Destination, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "campaign-one-action-per-template",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Error,
    summary: "There is one action for each transactional template.",
    why: "The platform wants each template configured as an action of its own, once.",
    sources: &[source::CAMPAIGN_ACTION],
    flagged: || twice("receipt").at_item(ItemRef::Action("action-second".into()), "template"),
    passing: || twice("reminder"),
    mending: Mending::None("Which of the actions stays is for the author to say."),
    check: Check::Workspace(check),
};

fn twice(template: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        let first = inventory.actions.iter().find(|action| action.id.as_str() == "action-campaign").cloned();
        inventory.actions.push(Action {
            id: "action-second".into(),
            name: "SendAgain".to_owned(),
            template: template.to_owned(),
            ..first.unwrap_or_default()
        });
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let campaign: Vec<&Action> = estate
        .inventory()
        .actions
        .iter()
        .filter(|action| action.destination != Destination::ThirdParty && !action.template.is_empty())
        .collect();
    for (index, action) in campaign.iter().enumerate() {
        let same = |other: &&&Action| other.template == action.template && other.instance == action.instance;
        if let Some(first) = campaign[..index].iter().find(same) {
            let message = format!(
                "'{}' and '{}' are both configured for the template '{}'.",
                first.name, action.name, action.template
            );
            findings.report(Place::item(ItemRef::Action(action.id.clone())).field("template"), message);
        }
    }
}
