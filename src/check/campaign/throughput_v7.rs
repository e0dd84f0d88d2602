//! Campaign v7 sends so many messages an hour.

use crate::check::example::{Sketch, steps};
use crate::check::platform;
use crate::check::survey::crowd;
use crate::check::survey::load::Limit;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::Destination;

pub(super) const RULE: Rule = Rule {
    id: "campaign-v7-throughput",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Warning,
    summary: "Campaign v7 sends about 50,000 messages an hour.",
    why: "More than that queue up in front of the instance, or are lost. So say the blueprints; by the page of the action \
          the platform calls at most 4,000 times in five minutes, which is 48,000 an hour.",
    sources: &[source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_TRIGGERED],
    flagged: || rush(Destination::CampaignV7, 20).at_step("campaign-2", ""),
    passing: || rush(Destination::CampaignV7, 2),
    mending: Mending::None("How many events come is decided outside the journey."),
    check: Check::Journey(|survey, findings| check(survey, findings, Destination::CampaignV7)),
};

pub(super) fn rush(destination: Destination, peak: i64) -> Sketch {
    let sketch = super::native::standard().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-campaign") {
            action.destination = destination;
        }
        for instance in &mut inventory.campaign_instances {
            instance.product = destination;
        }
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.peak_per_second = Some(peak);
        }
    });
    sketch.then(steps::campaign())
}

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings, destination: Destination) {
    const HOUR_MS: i64 = 3_600_000;
    let Some(hourly) = platform::destination(survey.estate.platform, destination).messages_per_hour else { return };
    let of_campaign = |limit: &Limit| crowd::destination(limit) == Some(destination);
    for found in survey.too_much(of_campaign, |_, _, volume| volume.within(HOUR_MS) > hourly) {
        if super::is_held_back(survey, &found, hourly, HOUR_MS) {
            continue;
        }
        let arriving = found.crowd.all().within(HOUR_MS);
        let message = format!(
            "{}; {} sends about {} an hour: {} an hour are too many.",
            found.crowd.said(&found.room.name, HOUR_MS),
            super::product(destination),
            grouped(hourly),
            grouped(arriving - hourly),
        );
        findings.report(survey.place(&survey.flow.steps[found.call.step]), message);
    }
}
