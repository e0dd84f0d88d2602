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
    match destination {
        Destination::ThirdParty => DestinationNumbers { messages_per_hour: None, calls_per_five_minutes: None },
        Destination::CampaignV8 => DestinationNumbers {
            messages_per_hour: Some(1_000_000),
            // The blueprints know one number for v8, the million an hour; the cap of the platform came later.
            calls_per_five_minutes: (platform != Platform::Blueprint).then_some(4_000),
        },
        Destination::CampaignV7 | Destination::CampaignStandard => {
            DestinationNumbers { messages_per_hour: Some(50_000), calls_per_five_minutes: Some(4_000) }
        }
    }
}
