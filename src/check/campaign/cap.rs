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
    why: "The platform caps calls to Campaign: what exceeds 4,000 in five minutes is dropped.",
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
        let taken = platform::destination(survey.estate.platform, action.destination).calls_per_five_minutes;
        let Some(taken) = taken.filter(|taken| arriving > *taken) else { continue };
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
