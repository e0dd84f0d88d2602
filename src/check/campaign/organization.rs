//! Journeys and Campaign belong to one organization.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "campaign-same-ims-org",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Error,
    summary: "Journeys and Campaign are provisioned in the same IMS organization.",
    why: "A journey cannot sign in to an instance of another organization.",
    sources: &[source::BLUEPRINT_CAMPAIGN_V7, source::CAMPAIGN_STANDARD_ACTION],
    flagged: || with(false).at_item(ItemRef::CampaignInstance("instance-v7".into()), "same_organization"),
    passing: || with(true),
    mending: Mending::None("How products are provisioned is arranged with Adobe."),
    check: Check::Workspace(check),
};

fn with(same: bool) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for instance in &mut inventory.campaign_instances {
            instance.same_organization = same;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for instance in estate.inventory().campaign_instances.iter().filter(|instance| !instance.same_organization) {
        let message = format!("'{}' belongs to another IMS organization than these journeys.", instance.name);
        let place = Place::item(ItemRef::CampaignInstance(instance.id.clone())).field("same_organization");
        findings.report(place, message);
    }
}
