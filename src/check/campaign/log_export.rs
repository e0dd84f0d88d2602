//! Campaign's logs are not exported too often.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{CampaignInstance, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "campaign-log-export-interval",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Warning,
    summary: "The logs of transactional messages are exported to the platform at most every 4 hours.",
    why: "Exports more often load the instance that is busy sending.",
    sources: &[source::BLUEPRINT_CAMPAIGN_V7],
    flagged: || with(1).at_item(ItemRef::CampaignInstance("instance-v7".into()), "log_export_hours"),
    passing: || with(6),
    mending: Mending::Offers("Exports every 4 hours; change the workflow in Campaign too."),
    check: Check::Workspace(check),
};

fn with(hours: i64) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for instance in &mut inventory.campaign_instances {
            instance.log_export_hours = Some(hours);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let least = estate.numbers.log_export_hours;
    for instance in &estate.inventory().campaign_instances {
        let Some(hours) = instance.log_export_hours.filter(|hours| *hours < least) else { continue };
        let mended = CampaignInstance { log_export_hours: Some(least), ..instance.clone() };
        findings
            .report(
                Place::item(ItemRef::CampaignInstance(instance.id.clone())).field("log_export_hours"),
                format!("'{}' exports its logs every {hours} hours; at most every {least} is advised.", instance.name),
            )
            .suggested(format!("Every {least} hours"), vec![Edit::Put(Box::new(Item::CampaignInstance(mended)))]);
    }
}
