//! Waits and jumps: when people go on, and into which other journey.

use std::collections::BTreeMap;

use jiff::civil;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Kind;
use super::is_false;
use crate::journey::{Duration, EventId, Expression, JourneyId, SendTimeWait};

/// Fields of [`Kind::Wait`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Wait {
    /// For a length of time, at most 90 days.
    Duration(Duration),
    /// Until a date and time, in the journey's time zone.
    Date(civil::DateTime),
    /// Until what the expression yields: a date-time without zone, read in the journey's time zone.
    Custom(Expression),
    /// Until the hour that suits the person to get a message.
    SendTime(SendTimeWait),
}

impl Default for Wait {
    fn default() -> Self {
        Self::Duration(Duration::default())
    }
}

/// Fields of [`Kind::Jump`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Jump {
    /// The journey that is entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<JourneyId>,
    /// The target's entry event when the jump was set up; if the target now begins otherwise the mapping is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EventId>,
    /// Field of the target's event → expression in this journey. The identity is mapped by itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mapping: BTreeMap<String, Expression>,
    /// Whether people for whom the jump fails take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}
