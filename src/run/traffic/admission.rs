//! Who may enter: what a journey remembers of one person's entries, and what it decides from that.
//!
//! "Profile entry management", help/using/building-journeys/entry-management.md. How much is kept for how many people
//! is for whoever drives the journey.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::journey::NamespaceId;
use crate::run::instance::LIFETIME;
use crate::run::{Discard, Entry, Persona, Program, Trigger};

/// Runs of one person in the same journey, at most, where a supplemental identifier tells them apart ("Use
/// supplemental identifiers in journeys", help/using/building-journeys/supplemental-identifier.md).
const MOST_RUNS: u64 = 10;

/// What admission remembers of one person in one journey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Entries {
    runs: u64,
    /// Where no supplemental identifier tells runs apart, as with nearly everybody.
    own: Option<Place>,
    /// By supplemental identifier.
    others: BTreeMap<String, Place>,
}

/// As it is kept: all places by their identifier, which is empty where there is none.
#[derive(Serialize, Deserialize)]
struct Written {
    runs: u64,
    places: BTreeMap<String, Place>,
}

impl From<Written> for Entries {
    fn from(Written { runs, places: mut others }: Written) -> Self {
        Self { runs, own: others.remove(""), others }
    }
}

impl From<Entries> for Written {
    fn from(Entries { runs, own, others: mut places }: Entries) -> Self {
        places.extend(own.map(|own| (String::new(), own)));
        Self { runs, places }
    }
}

/// Written as a pair: there is one for each person who ever entered, and there are millions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u64, Option<i64>)", into = "(u64, Option<i64>)")]
struct Place {
    inside: u64,
    last: Option<Timestamp>,
}

impl From<(u64, Option<i64>)> for Place {
    fn from((inside, last): (u64, Option<i64>)) -> Self {
        Self { inside, last: last.and_then(|last| Timestamp::from_millisecond(last).ok()) }
    }
}

impl From<Place> for (u64, Option<i64>) {
    fn from(place: Place) -> Self {
        (place.inside, place.last.map(Timestamp::as_millisecond))
    }
}

/// Why somebody is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Before the journey's first moment, or after its last.
    Closed,
    /// The journey is paused.
    Paused,
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
    /// A rule set lets nobody into so many journeys.
    CapReached,
    /// A rule set keeps the place for a journey of higher priority.
    LowerPriority,
}

impl Refusal {
    /// The platform's code for it.
    pub fn discard(self) -> Discard {
        match self {
            Self::Closed => Discard::NoJourney,
            Self::NoKey => Discard::NoKey,
            Self::Paused => Discard::Paused,
            Self::CapReached => Discard::CapReached,
            Self::LowerPriority => Discard::LowerPriority,
            Self::TooMany | Self::Inside | Self::TooSoon | Self::Once => Discard::NotCreated,
        }
    }
}

/// Whether the journey is open to this person at all, whatever is remembered of them.
///
/// # Errors
/// [`Refusal::Closed`], [`Refusal::NoKey`].
pub fn admissible(program: &Program, person: &dyn Persona, trigger: &Trigger, now: Timestamp) -> Result<(), Refusal> {
    if program.start.is_some_and(|start| now < start) || program.end.is_some_and(|end| now >= end) {
        return Err(Refusal::Closed);
    }
    if needed(program, trigger).is_some_and(|namespace| !person.has_identity(&namespace)) {
        return Err(Refusal::NoKey);
    }
    Ok(())
}

impl Entries {
    /// Of a person who was let in so many times and is not inside.
    pub fn after(runs: u64) -> Self {
        Self { runs, ..Self::default() }
    }

    /// Lets an admissible person in, or not; on success the number of this entry, from 1. `supplemental` is what tells
    /// several runs of the person apart: then each counts by itself.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn admit(
        &mut self,
        program: &Program,
        trigger: &Trigger,
        supplemental: Option<&str>,
        now: Timestamp,
    ) -> Result<u64, Refusal> {
        let key = supplemental.unwrap_or_default();
        let known = if key.is_empty() { self.own } else { self.others.get(key).copied() }.unwrap_or_default();
        // One person may follow several business events at once, where the journey says so.
        let several = program.several_executions && matches!(trigger, Trigger::Reading { event: Some(_), .. });
        if known.inside > 0 && !several {
            return Err(Refusal::Inside);
        }
        if supplemental.is_some() && self.inside() >= MOST_RUNS {
            return Err(Refusal::TooMany);
        }
        let wait = SignedDuration::from_millis(program.reentrance.wait.milliseconds());
        if let Some(last) = known.last {
            let since = now.duration_since(last);
            if !program.reentrance.allowed && since < LIFETIME {
                return Err(Refusal::Once);
            }
            if !matches!(trigger, Trigger::Reading { .. }) && since < wait {
                return Err(Refusal::TooSoon);
            }
        }
        // What can refuse nobody any more is forgotten, or a person with many bookings would be remembered for ever.
        let held = wait.max(LIFETIME);
        let is_held =
            |place: &Place| place.inside > 0 || place.last.is_some_and(|last| now.duration_since(last) < held);
        self.own = self.own.filter(is_held);
        self.others.retain(|_, place| is_held(place));
        self.runs += 1;
        let place = Place { inside: known.inside + 1, last: Some(now) };
        if key.is_empty() {
            self.own = Some(place);
        } else {
            self.others.insert(key.to_owned(), place);
        }
        Ok(self.runs)
    }

    /// How many of the person's runs are not over.
    pub fn inside(&self) -> u64 {
        self.places().map(|place| place.inside).sum()
    }

    /// One of the person's runs is over.
    pub fn left(&mut self, supplemental: Option<&str>) {
        let place = match supplemental.unwrap_or_default() {
            "" => self.own.as_mut(),
            key => self.others.get_mut(key),
        };
        if let Some(place) = place {
            place.inside = place.inside.saturating_sub(1);
        }
    }

    /// When the person entered last.
    pub fn last(&self) -> Option<Timestamp> {
        self.places().filter_map(|place| place.last).max()
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        self.own.iter().chain(self.others.values())
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
