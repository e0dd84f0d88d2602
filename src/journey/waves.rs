//! Waves: the people of a read audience, let in as several groups one after the other.
//!
//! Says who goes with which wave and when each begins; letting people in is for whoever runs the journey.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, civil};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Duration;
use super::activity::is_default;

/// How an audience that is read once is let in: group by group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waves {
    /// How people are shared out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub split: WaveSplit,
    /// From the beginning of one wave to that of the next; without it each wave says when it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Duration>,
    /// Two to ten waves, in the order in which they go.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waves: Vec<Wave>,
}

/// How people are shared out over waves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum WaveSplit {
    /// As many in each.
    #[default]
    Equal,
    /// Each wave takes its share.
    Percent,
    /// Each wave takes so many people.
    People,
}

/// One wave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wave {
    /// Its share in hundredths of a percent, where waves have shares.
    #[serde(default, skip_serializing_if = "is_default")]
    pub share: u32,
    /// How many people it takes, where waves have numbers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub people: i64,
    /// When it begins, in the journey's time zone, where there is no interval; the first one may leave it open and
    /// begins with the journey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<civil::DateTime>,
}

/// Hundredths of a percent in a whole.
const WHOLE: u64 = 10_000;

impl Waves {
    /// So many waves of the same size, one after the other at this distance.
    pub fn evenly(count: usize, interval: Duration) -> Self {
        Self { split: WaveSplit::Equal, interval: Some(interval), waves: vec![Wave::default(); count] }
    }

    /// How many of so many people go with each wave. Shares are rounded such that earlier waves are never short; what
    /// shares and numbers do not cover goes with none.
    pub fn sizes(&self, people: usize) -> Vec<usize> {
        let (all, count) = (people as u64, self.waves.len() as u64);
        let up_to = |parts: u64, whole: u64| all.saturating_mul(parts).div_ceil(whole.max(1)).min(all);
        let mut before = 0_u64;
        let mut share = 0_u64;
        let mut sizes = Vec::with_capacity(self.waves.len());
        for (index, wave) in self.waves.iter().enumerate() {
            share = share.saturating_add(u64::from(wave.share));
            let end = match self.split {
                WaveSplit::Equal => up_to(index as u64 + 1, count),
                WaveSplit::Percent => up_to(share, WHOLE),
                WaveSplit::People => before.saturating_add(u64::try_from(wave.people).unwrap_or(0)).min(all),
            };
            sizes.push(usize::try_from(end.saturating_sub(before)).unwrap_or(people));
            before = before.max(end);
        }
        sizes
    }

    /// When each wave begins, where the audience is read at `first`; `None` where a wave does not say when.
    pub fn starts(&self, first: Timestamp, zone: &TimeZone) -> Vec<Option<Timestamp>> {
        let waves = self.waves.iter().enumerate();
        let starts = waves.map(|(index, wave)| match (self.interval, wave.start) {
            (Some(interval), _) => {
                let count = i64::try_from(index).unwrap_or(i64::MAX);
                let after = SignedDuration::from_millis(interval.milliseconds().saturating_mul(count));
                Some(first.checked_add(after).unwrap_or(Timestamp::MAX))
            }
            (None, Some(start)) => zone.to_timestamp(start).ok(),
            (None, None) => (index == 0).then_some(first),
        });
        starts.collect()
    }
}
