//! What people share: who may enter, and how many took a capped path.
//!
//! "Entry management", help/using/building-journeys/entry-management.md.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::journey::{ActivityId, JourneyId, NamespaceId, ProfileId};

use super::instance::LIFETIME;
use super::{Discard, Entry, Person, Program, Trigger};

/// Everything that one person's run cannot know by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Traffic {
    entries: BTreeMap<JourneyId, BTreeMap<ProfileId, Memory>>,
    counters: BTreeMap<JourneyId, BTreeMap<ActivityId, u64>>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Memory {
    runs: u64,
    /// By supplemental identifier; under the empty text where there is none.
    places: BTreeMap<String, Place>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Place {
    inside: u64,
    last: Option<Timestamp>,
}

impl Memory {
    fn inside(&self) -> u64 {
        self.places.values().map(|place| place.inside).sum()
    }
}

/// Runs of one person in the same journey, at most, where a supplemental identifier tells them apart ("Use
/// supplemental identifiers in journeys", help/using/building-journeys/supplemental-identifier.md).
const MOST_RUNS: u64 = 10;

/// Why somebody is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Before the journey's first moment, or after its last.
    Closed,
    /// No identity of the identity type that is needed.
    NoKey,
    /// Inside so many times that no more runs of this person may begin, whatever tells them apart.
    TooMany,
    /// Still inside: nobody is twice in the same journey.
    Inside,
    /// Back before the re-entrance wait is over.
    TooSoon,
    /// Once was enough: re-entrance is off, which holds for 91 days.
    Once,
}

impl Refusal {
    /// The platform's code for it.
    pub fn discard(self) -> Discard {
        match self {
            Self::Closed => Discard::NoJourney,
            Self::NoKey => Discard::NoKey,
            Self::TooMany | Self::Inside | Self::TooSoon | Self::Once => Discard::NotCreated,
        }
    }
}

impl Traffic {
    /// Lets a person in, or not; on success the number of this entry, from 1. `supplemental` is what tells several runs
    /// of the person apart: then each counts by itself.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn admit(
        &mut self,
        program: &Program,
        person: &Person,
        trigger: &Trigger,
        supplemental: Option<&str>,
        now: Timestamp,
    ) -> Result<u64, Refusal> {
        if program.start.is_some_and(|start| now < start) || program.end.is_some_and(|end| now >= end) {
            return Err(Refusal::Closed);
        }
        if needed(program, trigger).is_some_and(|namespace| !person.identities.contains_key(&namespace)) {
            return Err(Refusal::NoKey);
        }
        let people = self.entries.entry(program.journey.clone()).or_default();
        let memory = people.entry(person.id.clone()).or_default();
        // One person may follow several business events at once, where the journey says so.
        let several = program.several_executions && matches!(trigger, Trigger::Reading { event: Some(_), .. });
        let inside = memory.inside();
        let place = memory.places.entry(supplemental.unwrap_or_default().to_owned()).or_default();
        if place.inside > 0 && !several {
            return Err(Refusal::Inside);
        }
        if supplemental.is_some() && inside >= MOST_RUNS {
            return Err(Refusal::TooMany);
        }
        if let Some(last) = place.last {
            let since = now.duration_since(last);
            if !program.reentrance.allowed && since < LIFETIME {
                return Err(Refusal::Once);
            }
            let wait = SignedDuration::from_millis(program.reentrance.wait.milliseconds());
            if !matches!(trigger, Trigger::Reading { .. }) && since < wait {
                return Err(Refusal::TooSoon);
            }
        }
        memory.runs += 1;
        place.inside += 1;
        place.last = Some(now);
        Ok(memory.runs)
    }

    /// Whether a person is inside a journey.
    pub fn inside(&self, journey: &JourneyId, profile: &ProfileId) -> bool {
        self.entries.get(journey).and_then(|people| people.get(profile)).is_some_and(|memory| memory.inside() > 0)
    }

    /// One of a person's runs is over.
    pub fn left(&mut self, journey: &JourneyId, profile: &ProfileId, supplemental: Option<&str>) {
        let memory = self.entries.get_mut(journey).and_then(|people| people.get_mut(profile));
        if let Some(place) = memory.and_then(|memory| memory.places.get_mut(supplemental.unwrap_or_default())) {
            place.inside = place.inside.saturating_sub(1);
        }
    }

    /// The next place in a capped path, from 1; none where all are taken. Counted per journey version.
    pub fn place(&mut self, journey: &JourneyId, activity: &ActivityId, limit: u64) -> Option<u64> {
        let taken = self.counters.entry(journey.clone()).or_default().entry(activity.clone()).or_default();
        if *taken >= limit {
            return None;
        }
        *taken += 1;
        Some(*taken)
    }
}

/// The identity without which nobody enters this way.
fn needed(program: &Program, trigger: &Trigger) -> Option<NamespaceId> {
    match (program.entry(), trigger) {
        (Entry::Qualification { namespace, .. }, Trigger::Qualification { .. })
        | (Entry::Reading { namespace, .. }, Trigger::Reading { .. }) => namespace,
        _ => None,
    }
}
