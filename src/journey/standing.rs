//! What a platform limits by itself, whatever the inventory says. The check and the machine read the same numbers.

use super::{Cap, Destination, Platform};

/// Calls to one host where neither a cap nor a throttle is configured ("Guardrails and limitations",
/// help/using/start/guardrails.md).
pub const HOST_CAP: Cap = Cap { max_calls: 300_000, period_ms: 60_000, max_connections: None };

/// A system that takes longer to answer, in milliseconds, counts as slow (same page) …
pub const SLOW_RESPONSE_MS: i64 = 750;

/// … and its host gets no more calls than these, whatever is configured (same page).
pub const SLOW_HOST_CAP: Cap = Cap { max_calls: 150_000, period_ms: 30_000, max_connections: None };

/// Calls to one external data source ("Integrate with external systems",
/// help/using/configuration/external-systems.md).
pub const DATA_SOURCE_CAP: Cap = Cap { max_calls: 15, period_ms: 1_000, max_connections: None };

/// Calls to one instance of Campaign ("Adobe Campaign v7/v8 action", help/using/action/acc-action.md).
pub const CAMPAIGN_CAP: Cap = Cap { max_calls: 4_000, period_ms: 300_000, max_connections: None };

/// Times that a call is tried again at most, after the first ("Integrate with external systems",
/// help/using/configuration/external-systems.md).
pub const MOST_RETRIES: u32 = 3;

/// Hours for which a call waits for a throttle ("Throttling API",
/// help/using/configuration/throttling.md).
pub const QUEUE_HOURS: i64 = 6;

/// Profiles a second that all readings of a sandbox have together ("Guardrails and limitations",
/// help/using/start/guardrails.md).
pub const SANDBOX_READING_RATE: i64 = 20_000;

/// Minutes after which an exit criterion over an audience holds at the latest ("Journey properties",
/// help/using/building-journeys/journey-properties.md).
pub const AUDIENCE_EXIT_MINUTES: i64 = 10;

/// The limits of a platform that nobody configures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Each host without a limit of its own.
    pub host: Option<Cap>,
    /// Each host that answers more slowly than so many milliseconds.
    pub slow_host: Option<(i64, Cap)>,
    /// Each external data source.
    pub data_source: Option<Cap>,
    /// Whether an endpoint's limits only hold once they were deployed.
    pub deploys: bool,
    /// Minutes from a change of an audience until an exit criterion over it takes somebody out.
    pub audience_exit_minutes: i64,
}

impl Platform {
    /// What it limits by itself.
    pub fn standing(self) -> Standing {
        match self {
            Self::Ajo | Self::Blueprint => Standing {
                host: Some(HOST_CAP),
                slow_host: Some((SLOW_RESPONSE_MS, SLOW_HOST_CAP)),
                data_source: Some(DATA_SOURCE_CAP),
                deploys: true,
                audience_exit_minutes: AUDIENCE_EXIT_MINUTES,
            },
            // The server knows no limit but those that somebody sets, and has each in force as soon as it has it.
            Self::Waymark => {
                Standing { host: None, slow_host: None, data_source: None, deploys: false, audience_exit_minutes: 0 }
            }
        }
    }
}

impl Destination {
    /// What it takes of itself, wherever the calls come from. The blueprints know one number for Campaign v8, the
    /// million an hour; the cap came later.
    pub fn standing_cap(self, platform: Platform) -> Option<Cap> {
        match self {
            Self::ThirdParty => None,
            Self::CampaignV8 if platform == Platform::Blueprint => None,
            Self::CampaignV7 | Self::CampaignV8 | Self::CampaignStandard => Some(CAMPAIGN_CAP),
        }
    }
}
