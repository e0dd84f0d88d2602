//! Campaign Standard sends what is published there.

use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::journey::Destination;

pub(super) const RULE: Rule = Rule {
    id: "campaign-message-published",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Error,
    summary: "In Campaign Standard the event and its transactional message are published.",
    why: "Campaign refuses the call, or sends nothing.",
    sources: &[source::CAMPAIGN_STANDARD_ACTION],
    flagged: || calling(true).at(""),
    passing: || calling(false),
    mending: Mending::None("It is published in Campaign; what is stated of it here follows."),
    check: Check::Journey(check),
};

fn calling(unpublished: bool) -> Sketch {
    super::throughput_v7::rush(Destination::CampaignStandard, 2).inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-campaign") {
            action.unpublished = unpublished;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, action) in super::messages(survey) {
        if action.destination == Destination::CampaignStandard && action.unpublished {
            let message = format!(
                "The event or the message of '{}' is not published in Campaign Standard: {} would send nothing.",
                action.name,
                survey.name(step)
            );
            findings.report(survey.place(step), message);
        }
    }
}
