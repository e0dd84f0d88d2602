//! Campaign takes so many calls in five minutes.

use crate::check::platform;
use crate::check::survey::rate;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::Destination;

pub(super) const RULE: Rule = Rule {
    id: "campaign-cap-4000-5min",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Warning,
    summary: "No more than 4,000 messages in five minutes go to Campaign.",
    why: "The platform caps calls to Campaign: what exceeds 4,000 in five minutes is dropped. The blueprints \
          speak of 50,000 an hour for v7 and Standard, and of 1,000,000 for v8.",
    sources: &[source::CAMPAIGN_ACTION, source::CAMPAIGN_STANDARD_ACTION],
    flagged: || super::throughput_v7::rush(Destination::CampaignV8, 14).at_step("campaign-2", ""),
    passing: || super::throughput_v7::rush(Destination::CampaignV8, 13),
    mending: Mending::None("How many events come is decided outside the journey."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(peak) = rate::peak(survey) else { return };
    let arriving = peak.saturating_mul(300);
    for (step, action) in super::messages(survey) {
        let numbers = platform::destination(survey.estate.platform, action.destination);
        let Some(taken) = numbers.calls_per_five_minutes.filter(|taken| arriving > *taken) else { continue };
        // What the blueprints say of v7 and Standard is nearly the same number, and has a rule of its own.
        let is_said = numbers.messages_per_hour.is_some_and(|hourly| peak.saturating_mul(3_600) > hourly);
        if is_said && action.destination != Destination::CampaignV8 {
            continue;
        }
        let message = format!(
            "{peak} events a second are {arriving} in five minutes; {} takes {taken}: {} would be dropped.",
            super::product(action.destination),
            grouped(arriving - taken),
            peak = grouped(peak),
            arriving = grouped(arriving),
            taken = grouped(taken),
        );
        findings.report(survey.place(step), message);
    }
}
