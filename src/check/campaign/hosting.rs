//! Campaign's real-time instance is hosted by Adobe.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "campaign-hosting",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Warning,
    summary: "Campaign's execution instance is hosted by Adobe Managed Cloud Services.",
    why: "Journeys reach only instances in Adobe's cloud; the marketing server may stand anywhere.",
    sources: &[source::CAMPAIGN_ACTION, source::BLUEPRINT_CAMPAIGN_V7],
    flagged: || with(false).at_item(ItemRef::CampaignInstance("instance-v7".into()), "hosted_by_adobe"),
    passing: || with(true),
    mending: Mending::None("Where an instance stands is arranged with Adobe."),
    check: Check::Workspace(check),
};

fn with(hosted: bool) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for instance in &mut inventory.campaign_instances {
            instance.hosted_by_adobe = hosted;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for instance in estate.inventory().campaign_instances.iter().filter(|instance| !instance.hosted_by_adobe) {
        let message = format!("The real-time instance of '{}' must be hosted by Adobe.", instance.name);
        let place = Place::item(ItemRef::CampaignInstance(instance.id.clone())).field("hosted_by_adobe");
        findings.report(place, message);
    }
}
