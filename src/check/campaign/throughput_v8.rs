//! Campaign v8 sends so many messages an hour.

use super::throughput_v7::{self, rush};
use crate::check::{Check, Rule, Severity, source};
use crate::journey::Destination;

pub(super) const RULE: Rule = Rule {
    id: "campaign-v8-throughput",
    severity: Severity::Info,
    summary: "Campaign v8 sends up to 1,000,000 messages an hour, by package.",
    why: "So says a blueprint. The page of the action caps calls at 4,000 in five minutes, which is 48,000 an hour: \
          campaign-cap-4000-5min warns of that.",
    sources: &[source::BLUEPRINT_TRIGGERED, source::CAMPAIGN_ACTION],
    flagged: || rush(Destination::CampaignV8, 400).at_step("campaign-2", ""),
    passing: || rush(Destination::CampaignV8, 2),
    check: Check::Journey(|survey, findings| throughput_v7::check(survey, findings, Destination::CampaignV8)),
    ..throughput_v7::RULE
};
