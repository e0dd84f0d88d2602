//! Campaign Standard has its own addresses.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Destination, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "campaign-standard-url",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Error,
    summary: "The address of a Campaign Standard instance is one of Adobe's, by https.",
    why: "The platform accepts hosts below campaign.adobe.com and its sandbox and demo domains only.",
    sources: &[source::CAMPAIGN_STANDARD_ACTION],
    flagged: || with("https://campaign.example.com/rest").at_item(ItemRef::Action("action-campaign".into()), "url"),
    passing: || with("https://shop.campaign.adobe.com/rest"),
    mending: Mending::None("Only the author knows the instance's address."),
    check: Check::Workspace(check),
};

/// Domains of Campaign Standard instances (Adobe Campaign Standard action).
const DOMAINS: [&str; 5] = [
    ".campaign.adobe.com",
    ".campaign-sandbox.adobe.com",
    ".campaign-demo.adobe.com",
    ".ats.adobe.com",
    ".adls.adobe.com",
];

fn with(url: &'static str) -> Sketch {
    super::native::standard().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-campaign") {
            url.clone_into(&mut action.url);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let actions = estate.inventory().actions.iter();
    for action in actions.filter(|action| action.destination == Destination::CampaignStandard) {
        let host = action.url.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', ':']).next());
        if host.is_none_or(|host| !DOMAINS.iter().any(|domain| host.ends_with(domain))) {
            let message = format!(
                "The address of '{}' is none of a Campaign Standard instance (https://…{}).",
                action.name, DOMAINS[0]
            );
            findings.report(Place::item(ItemRef::Action(action.id.clone())).field("url"), message);
        }
    }
}
