//! What the systems can take that a platform calls. A destination is a property of an action and brings its own rules.

use crate::journey::{Destination, Platform};

/// The limits of one destination; `None` where nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DestinationNumbers {
    /// Messages an hour (the blueprints).
    pub messages_per_hour: Option<i64>,
    /// Calls in five minutes that it accepts (Adobe Campaign v7/v8 action).
    pub calls_per_five_minutes: Option<i64>,
}

/// The limits of a destination, as it is called from a platform.
pub fn destination(platform: Platform, destination: Destination) -> DestinationNumbers {
    let messages_per_hour = match destination {
        Destination::ThirdParty => None,
        Destination::CampaignV8 => Some(1_000_000),
        Destination::CampaignV7 | Destination::CampaignStandard => Some(50_000),
    };
    let calls_per_five_minutes = destination.standing_cap(platform).map(|cap| cap.max_calls);
    DestinationNumbers { messages_per_hour, calls_per_five_minutes }
}
