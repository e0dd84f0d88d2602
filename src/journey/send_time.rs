//! Send-time optimization: the platform picks the hour that suits each person, within so many hours.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Medium;
use super::activity::is_default;

/// What the hour is picked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum SendTimeMetric {
    /// Opens.
    #[default]
    Opens,
    /// Clicks.
    Clicks,
}

/// A message that goes out when it suits the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendTime {
    /// What the hour is picked for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub metric: SendTimeMetric,
    /// Within so many hours, 2 to 100; 6 to 24 work best.
    pub within_hours: i64,
}

impl Default for SendTime {
    fn default() -> Self {
        Self { metric: SendTimeMetric::Opens, within_hours: 24 }
    }
}

/// A wait until it suits the person to get a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendTimeWait {
    /// Which messages follow: email or push.
    #[serde(default, skip_serializing_if = "is_default")]
    pub medium: Medium,
    /// What the hour is picked for; for push, opens only.
    #[serde(default, skip_serializing_if = "is_default")]
    pub metric: SendTimeMetric,
    /// Within so many hours, 2 to 100; 6 to 24 work best.
    pub within_hours: i64,
}

impl Default for SendTimeWait {
    fn default() -> Self {
        Self { medium: Medium::Email, metric: SendTimeMetric::Opens, within_hours: 24 }
    }
}
