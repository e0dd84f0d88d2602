//! Campaign Standard and the platform's own channels do not mix.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Destination, Kind};

pub(super) const RULE: Rule = Rule {
    id: "campaign-standard-with-native",
    aliases: &["inapp-campaign-standard"],
    family: Family::Campaign,
    severity: Severity::Error,
    summary: "A journey with a Campaign Standard message has no message of the platform's own channels.",
    why: "The platform refuses the two in one journey.",
    sources: &[source::GUARDRAILS],
    flagged: || standard().then(steps::campaign()).then(steps::email()).at(""),
    passing: || standard().then(steps::campaign()).then(steps::update()),
    mending: Mending::Offers("Takes the message away and joins what stands around it."),
    check: Check::Journey(check),
};

pub(super) fn standard() -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-campaign") {
            action.destination = Destination::CampaignStandard;
            "https://shop.campaign.adobe.com/rest/mcShop/EVTreceipt".clone_into(&mut action.url);
        }
        for instance in &mut inventory.campaign_instances {
            instance.product = Destination::CampaignStandard;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let mut standard =
        super::messages(survey).filter(|(_, action)| action.destination == Destination::CampaignStandard);
    let Some((campaign, _)) = standard.next() else { return };
    for step in survey.steps().filter(|step| matches!(step.kind(), Kind::Message(_) | Kind::MultiAction(_))) {
        let message = format!(
            "{} cannot stand in a journey with the Campaign Standard message {}.",
            survey.title(step),
            survey.name(campaign)
        );
        findings.report(survey.place(step), message).suggested("Delete this step", survey.mend().remove(step));
    }
}
