//! What is held in memory of one transaction: read once, changed there, written at its end, and then forgotten. So
//! memory does not grow with the number of people, and a transaction that fails leaves nothing behind.

use std::collections::{BTreeMap, HashMap, btree_map, hash_map};
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::journey::{ActivityId, JourneyId, ProfileId};
use crate::run::audiences::Audiences;
use crate::run::conduct::Work;
use crate::run::traffic::Entries;
use crate::run::{Counts, Someone, State};
use crate::serve::store::{Figures, KeptRun, People, Plans, Records, Runs, StoreError};

use super::audiences::News;
use super::catalogue::{Catalogue, Version};
use super::packed::{pack, unpack};

/// When something is due: simultaneous work is done in this order.
pub(super) type Moment = (Timestamp, JourneyId, ProfileId, i64);

/// Where a plan stands in the store: journey, moment, sequence.
pub(super) type PlanKey = (i64, i64, i64);

#[derive(Debug, Default)]
pub(super) struct Held {
    pub people: HashMap<i64, HeldPerson>,
    pub numbers: HashMap<ProfileId, Option<i64>>,
    pub runs: BTreeMap<i64, HeldRun>,
    pub inside: HashMap<i64, Vec<i64>>,
    pub entries: HashMap<(i64, i64), HeldEntries>,
    pub taken: HashMap<(i64, ActivityId), u64>,
    pub readings: BTreeMap<JourneyId, Option<Timestamp>>,
    /// What is due by now: read from the store, or planned in this transaction.
    pub agenda: BTreeMap<Moment, Todo>,
    /// By how much the figures of versions changed.
    pub counts: HashMap<i64, Counts>,
    /// Attempts that were answered.
    pub landed: Vec<i64>,
}

#[derive(Debug)]
pub(super) struct HeldPerson {
    pub someone: Someone,
    pub is_changed: bool,
    /// They got a message. That alone is no change that runs are told apart by: it says itself when it was.
    pub was_reached: bool,
    /// The sequence of what happens at which they changed first; that of the transaction's end where nobody noted one.
    pub changed_at: Option<i64>,
}

impl HeldPerson {
    /// They change, as what comes next in the sequence of what happens.
    pub(super) fn changes(&mut self, sequence: &mut i64) {
        self.is_changed = true;
        self.changed_at.get_or_insert_with(|| {
            *sequence += 1;
            *sequence
        });
    }
}

#[derive(Debug)]
pub(super) struct HeldRun {
    pub kept: KeptRun,
    pub version: Arc<Version>,
    pub state: Option<State>,
    /// Where it waited when it was read, as it is counted.
    pub waited: Vec<ActivityId>,
    /// Its plans in the store: moment and sequence.
    pub plans: Vec<(i64, i64)>,
    pub is_new: bool,
}

#[derive(Debug, Default)]
pub(super) struct HeldEntries {
    pub entries: Entries,
    packed: Vec<u8>,
}

/// Work on the agenda.
#[derive(Debug)]
pub(super) struct Todo {
    pub work: Work<i64>,
    /// Where it stands in the store; nowhere where it was planned in this transaction.
    pub kept: Option<PlanKey>,
}

/// A person as packed, and up to which change of the audiences memberships were worked out.
#[derive(Serialize, Deserialize)]
struct Packed<S> {
    audiences: i64,
    someone: S,
}

/// A person as kept, for those who only look.
pub(super) fn someone_of(packed: &[u8]) -> Result<Someone, StoreError> {
    unpack::<Packed<Someone>>(packed).map(|packed| packed.someone)
}

impl Held {
    /// A person's number; nothing where nobody has this id.
    pub(super) fn number(
        &mut self,
        store: &Connection,
        audiences: (&Audiences, &News),
        profile: &ProfileId,
    ) -> Result<Option<i64>, StoreError> {
        if let Some(known) = self.numbers.get(profile) {
            return Ok(*known);
        }
        let found = People(store).of(profile.as_str())?;
        let number = found.as_ref().map(|(number, _)| *number);
        self.numbers.insert(profile.clone(), number);
        if let Some((number, packed)) = found {
            self.hold(number, &packed, audiences)?;
        }
        Ok(number)
    }

    /// The person of a number.
    pub(super) fn person(
        &mut self,
        store: &Connection,
        audiences: (&Audiences, &News),
        number: i64,
    ) -> Result<Option<&mut HeldPerson>, StoreError> {
        if !self.people.contains_key(&number) {
            let Some((profile, packed)) = People(store).numbered(number)? else { return Ok(None) };
            self.numbers.insert(ProfileId(profile), Some(number));
            self.hold(number, &packed, audiences)?;
        }
        Ok(self.people.get_mut(&number))
    }

    fn hold(&mut self, number: i64, packed: &[u8], (audiences, news): (&Audiences, &News)) -> Result<(), StoreError> {
        let Packed { audiences: upto, mut someone } = unpack::<Packed<Someone>>(packed)?;
        let is_changed = upto != news.change;
        if is_changed {
            // Audiences that came since say something of this person, who has not changed: nobody enters by that. What
            // they said when they came is written down, so that what they say later counts, however late somebody
            // looks.
            someone.settle(audiences, &news.since(upto));
        }
        self.people.insert(number, HeldPerson { someone, is_changed, was_reached: false, changed_at: None });
        Ok(())
    }

    /// Adds a person.
    pub(super) fn add(&mut self, store: &Connection, change: i64, someone: Someone) -> Result<i64, StoreError> {
        let profile = someone.person.id.clone();
        let packed = Packed { audiences: change, someone };
        let number = People(store).add(profile.as_str(), &pack(&packed)?)?;
        self.numbers.insert(profile, Some(number));
        let held = HeldPerson { someone: packed.someone, is_changed: false, was_reached: false, changed_at: None };
        self.people.insert(number, held);
        Ok(number)
    }

    /// A run; nothing where there is none.
    pub(super) fn run(
        &mut self,
        store: &Connection,
        catalogue: &mut Catalogue,
        key: i64,
    ) -> Result<Option<&mut HeldRun>, StoreError> {
        match self.runs.entry(key) {
            btree_map::Entry::Occupied(held) => Ok(Some(held.into_mut())),
            btree_map::Entry::Vacant(place) => {
                let Some(kept) = Runs(store).of(key)? else { return Ok(None) };
                let version = catalogue.version(store, kept.definition)?;
                let state = kept.packed.as_deref().map(unpack::<State>).transpose()?;
                let plans = kept.plans.as_deref().map(read_plans).unwrap_or_default();
                let waited = waits(state.as_ref()).cloned().collect();
                Ok(Some(place.insert(HeldRun { kept, version, state, waited, plans, is_new: false })))
            }
        }
    }

    /// What admission remembers of a person in a journey.
    pub(super) fn entries(
        &mut self,
        store: &Connection,
        person: i64,
        journey: i64,
    ) -> Result<&mut Entries, StoreError> {
        match self.entries.entry((person, journey)) {
            hash_map::Entry::Occupied(held) => Ok(&mut held.into_mut().entries),
            hash_map::Entry::Vacant(place) => {
                let packed = Runs(store).entries(person, journey)?.unwrap_or_default();
                let entries = if packed.is_empty() { Entries::default() } else { unpack(&packed)? };
                Ok(&mut place.insert(HeldEntries { entries, packed }).entries)
            }
        }
    }

    /// Writes people who changed.
    pub(super) fn write_people(
        &self,
        store: &Connection,
        change: i64,
        (now, sequence): (Timestamp, &mut i64),
    ) -> Result<(), StoreError> {
        for (number, HeldPerson { someone, is_changed, was_reached, changed_at }) in &self.people {
            if *is_changed {
                let place = changed_at.unwrap_or_else(|| {
                    *sequence += 1;
                    *sequence
                });
                Records(store).keep_before(*number, now.as_millisecond(), place)?;
            }
            if *is_changed || *was_reached {
                People(store).put(*number, &pack(&Packed { audiences: change, someone })?)?;
            }
        }
        Ok(())
    }

    /// Forgets people, who were written.
    pub(super) fn forget_people(&mut self) {
        self.people.clear();
        self.numbers.clear();
    }

    /// Writes everything that changed.
    pub(super) fn write(
        &mut self,
        store: &Connection,
        change: i64,
        at: (Timestamp, &mut i64),
    ) -> Result<(), StoreError> {
        for run in self.runs.values_mut() {
            let packed = run.state.as_ref().map(pack).transpose()?;
            let plans = write_plans(&run.plans);
            if run.is_new || run.kept.packed != packed || run.kept.plans != plans {
                (run.kept.packed, run.kept.plans) = (packed, plans);
                Runs(store).put(&run.kept, run.is_new)?;
            }
            if !run.waited.iter().eq(waits(run.state.as_ref())) {
                let counts = self.counts.entry(run.kept.definition).or_default();
                run.waited.iter().for_each(|activity| counts.wait(activity, -1));
                waits(run.state.as_ref()).for_each(|activity| counts.wait(activity, 1));
            }
        }
        for (definition, counts) in &self.counts {
            Figures(store).add(*definition, counts)?;
        }
        self.write_people(store, change, at)?;
        for ((person, journey), held) in &self.entries {
            let packed = pack(&held.entries)?;
            if packed != held.packed && held.entries != Entries::default() {
                Runs(store).put_entries(*person, *journey, &packed)?;
            }
        }
        for ((definition, activity), people) in &self.taken {
            Runs(store).put_taken(*definition, activity.as_str(), *people)?;
        }
        Ok(())
    }

    /// Takes a run's plans out of the store: it is over.
    pub(super) fn unplan(store: &Connection, run: &mut HeldRun) -> Result<(), StoreError> {
        for (due, sequence) in run.plans.drain(..) {
            Plans(store).remove(run.kept.journey, due, sequence)?;
        }
        Ok(())
    }
}

/// Where a run waits.
fn waits(state: Option<&State>) -> impl Iterator<Item = &ActivityId> {
    state.into_iter().flat_map(|state| &state.waiting).map(|waiting| &waiting.activity)
}

/// Sixteen bytes a plan: there are two for most runs.
fn write_plans(plans: &[(i64, i64)]) -> Option<Vec<u8>> {
    let bytes = plans.iter().flat_map(|(due, sequence)| [due.to_le_bytes(), sequence.to_le_bytes()]).flatten();
    (!plans.is_empty()).then(|| bytes.collect())
}

fn read_plans(bytes: &[u8]) -> Vec<(i64, i64)> {
    let (pairs, _) = bytes.as_chunks::<16>();
    let number = |bytes: &[u8]| bytes.try_into().map(i64::from_le_bytes).unwrap_or_default();
    pairs.iter().map(|pair| (number(&pair[..8]), number(&pair[8..]))).collect()
}
