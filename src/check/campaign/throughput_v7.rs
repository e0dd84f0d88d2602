//! Campaign v7 sends so many messages an hour.

use crate::check::example::{Sketch, steps};
use crate::check::platform;
use crate::check::survey::rate;
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
    let Some(hourly) = platform::destination(survey.estate.platform, destination).messages_per_hour else { return };
    let Some(peak) = rate::peak(survey) else { return };
    let arriving = peak.saturating_mul(3_600);
    for (step, _) in super::messages(survey).filter(|(_, action)| action.destination == destination) {
        if arriving > hourly {
            let message = format!(
                "{peak} events a second are {arriving} an hour; {} sends about {hourly}.",
                super::product(destination),
                peak = grouped(peak),
                arriving = grouped(arriving),
                hourly = grouped(hourly),
            );
            findings.report(survey.place(step), message);
        }
    }
}
