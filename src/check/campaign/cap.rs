//! Campaign takes so many calls in five minutes.

use crate::check::capping::drops;
use crate::check::survey::crowd;
use crate::check::survey::load::Limit;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
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
    let of_campaign = |limit: &Limit| crowd::destination(limit).is_some();
    for found in survey.too_much(of_campaign, |_, room, volume| room.excess(volume).is_some()) {
        // What the blueprints say of v7 and Standard is nearly the same number, and has a rule of its own.
        let hourly = crowd::hourly(survey.estate, found.limit);
        let is_said = hourly.is_some_and(|hourly| found.crowd.all().within(3_600_000) > hourly);
        if is_said && crowd::destination(found.limit) != Some(Destination::CampaignV8) {
            continue;
        }
        let Some((excess, message)) = drops::message(survey, &found) else { continue };
        if super::is_held_back(survey, &found, excess.fit, excess.period_ms) {
            continue;
        }
        findings.report(survey.place(&survey.flow.steps[found.call.step]), message);
    }
}
