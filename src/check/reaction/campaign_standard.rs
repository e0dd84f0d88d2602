//! What Campaign Standard reports depends on what carries the message.

use super::kinds::{react, word};
use super::{campaign_standard, reactions, watched};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Destination, Medium, ReactionKind};

pub(super) const RULE: Rule = Rule {
    id: "reaction-campaign-standard-types",
    aliases: &[],
    family: Family::Reaction,
    severity: Severity::Error,
    summary: "Campaign Standard reports sent and failed for SMS, clicked too for push, and all four for email.",
    why: "A reaction that is never reported never happens.",
    sources: &[source::CAMPAIGN_STANDARD_ACTION],
    flagged: || reacting(ReactionKind::Clicked).at("reaction"),
    passing: || reacting(ReactionKind::Failed),
    mending: Mending::Offers("Waits for sent instead."),
    check: Check::Journey(check),
};

fn reacting(reaction: ReactionKind) -> Sketch {
    let texting = Sketch::event().then(steps::campaign()).then(steps::reaction("campaign-2", reaction));
    texting.inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.destination == Destination::CampaignV7) {
            action.destination = Destination::CampaignStandard;
            action.medium = Some(Medium::Sms);
            "https://shop.campaign.adobe.com/v1/receipt".clone_into(&mut action.url);
        }
        for instance in &mut inventory.campaign_instances {
            instance.product = Destination::CampaignStandard;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, reaction) in reactions(survey) {
        let Some(message) = watched(survey, reaction) else { continue };
        let Some(medium) = campaign_standard(survey, &message.activity.kind).and_then(|action| action.medium) else {
            continue;
        };
        let reported: &[ReactionKind] = match medium {
            Medium::Email => &[ReactionKind::Opened, ReactionKind::Clicked, ReactionKind::Sent, ReactionKind::Failed],
            Medium::Push => &[ReactionKind::Clicked, ReactionKind::Sent, ReactionKind::Failed],
            _ => &[ReactionKind::Sent, ReactionKind::Failed],
        };
        if !reported.contains(&reaction.reaction) {
            let sentence = format!(
                "Campaign Standard does not report '{}' for {}; {} would wait in vain.",
                word(reaction.reaction),
                survey.name(message),
                survey.name(step)
            );
            findings
                .report(survey.field(step, "reaction"), sentence)
                .suggested("Wait for sent", survey.mend().step(step, |activity| react(activity, ReactionKind::Sent)));
        }
    }
}
