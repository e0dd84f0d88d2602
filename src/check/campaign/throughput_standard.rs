//! Campaign Standard sends so many messages an hour.

use super::throughput_v7::{self, rush};
use crate::check::{Check, Rule, source};
use crate::journey::Destination;

pub(super) const RULE: Rule = Rule {
    id: "campaign-standard-throughput",
    summary: "Campaign Standard sends about 50,000 messages an hour.",
    sources: &[source::BLUEPRINT_TRIGGERED, source::CAMPAIGN_STANDARD_ACTION],
    flagged: || rush(Destination::CampaignStandard, 20).at_step("campaign-2", ""),
    passing: || rush(Destination::CampaignStandard, 2),
    check: Check::Journey(|survey, findings| throughput_v7::check(survey, findings, Destination::CampaignStandard)),
    ..throughput_v7::RULE
};
