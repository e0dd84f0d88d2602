//! What people share: who may enter, and how many took a capped path.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journey::{ActivityId, JourneyId, ProfileId};

/// Everything that one person's run cannot know by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Traffic {
    entries: BTreeMap<JourneyId, BTreeMap<ProfileId, Memory>>,
    counters: BTreeMap<JourneyId, BTreeMap<ActivityId, u64>>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Memory {
    runs: u64,
    inside: u64,
    last: Option<Timestamp>,
}
