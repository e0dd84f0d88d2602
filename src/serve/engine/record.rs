//! What is needed to go through a run again: the person as they came in, what the run heard from outside and when, and
//! how the person changed meanwhile. What follows from these is not kept.

use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::journey::{Kind, Value};
use crate::run::{Input, Outcome, Someone};
use crate::serve::store::{People, Records, StoreError, moment};

use super::Engine;
use super::held::someone_of;
use super::packed::{pack, unpack};
use super::shown::{Shown, ShownRun};

/// Bytes of an answer that are kept; of a longer one only that it came.
const LONGEST: usize = 64 * 1024;

/// Something that a run heard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heard {
    /// When.
    pub at: Timestamp,
    /// Of an answer, when it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Timestamp>,
    /// What.
    pub input: Input,
}

/// As it is kept.
#[derive(Serialize, Deserialize)]
enum Kept {
    Heard(Heard),
    /// The person when the run began, where they had changed in the same transaction.
    Person(Box<Someone>),
    /// The person just before the run wrote something of them, where they had changed in the same transaction.
    Met(Timestamp, Box<Someone>),
    /// What the run wrote of the person.
    Wrote(Vec<(String, Value)>),
}

/// A change of a person.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Its place among changes and what the run heard.
    pub place: i64,
    /// When.
    pub at: Timestamp,
    /// How they were from then on.
    pub person: Someone,
    /// Fields that are as the run itself wrote them in it.
    pub own: Vec<String>,
}

/// All that is kept of a run to go through it again.
#[derive(Clone, Debug)]
pub struct Record {
    /// The run.
    pub run: ShownRun,
    /// The person as the run saw them first.
    pub person: Someone,
    /// The person until the transaction in which it began, where that changed them.
    pub before: Option<Someone>,
    /// How they changed while it lasted, in order.
    pub changes: Vec<Changed>,
    /// What the run heard, in order, each with its place among that and changes.
    pub heard: Vec<(i64, Heard)>,
}

impl Engine {
    /// Notes what a run hears.
    pub(super) fn note_heard(&mut self, run: i64, now: Timestamp, mut input: Input) -> Result<(), StoreError> {
        let asked = self.asked;
        match &mut input {
            // What the platform holds stands in the definition.
            Input::Replied { activity, .. } if asked.is_none() => {
                let known = self.held.runs.get(&run).and_then(|run| run.version.definition.journey.activity(activity));
                if known.is_some_and(|known| matches!(known.kind, Kind::ContentDecision(_) | Kind::DatasetLookup(_))) {
                    return Ok(());
                }
            }
            Input::Replied { outcome: Outcome::Answered { body, .. }, .. }
            | Input::Fetched { outcome: Outcome::Answered { body, .. }, .. }
                if body.len() > LONGEST =>
            {
                body.clear();
            }
            _ => {}
        }
        self.keep_record(run, &Kept::Heard(Heard { at: now, asked, input }))
    }

    /// Notes the person with whom a run begins, where they have changed in this transaction.
    pub(super) fn note_person(&mut self, run: i64, person: i64) -> Result<(), StoreError> {
        let Some(held) = self.held.people.get(&person).filter(|held| held.is_changed) else { return Ok(()) };
        let someone = Box::new(held.someone.clone());
        self.keep_record(run, &Kept::Person(someone))
    }

    /// Notes what a run writes of its person, and the person just before, where they have changed in this transaction:
    /// what that was shows no more once it is written over.
    pub(super) fn note_writes(&mut self, run: i64, fields: &[(String, Value)]) -> Result<(), StoreError> {
        let person = self.held.runs.get(&run).map(|run| run.kept.person);
        if let Some(held) = person.and_then(|person| self.held.people.get_mut(&person)) {
            if held.changed_at.is_some() {
                let met = Kept::Met(self.now, Box::new(held.someone.clone()));
                self.keep_record(run, &met)?;
            } else {
                // The change begins before what is written in it.
                held.changes(&mut self.sequence);
            }
        }
        self.keep_record(run, &Kept::Wrote(fields.to_vec()))
    }

    fn keep_record(&mut self, run: i64, kept: &Kept) -> Result<(), StoreError> {
        self.sequence += 1;
        Records(self.store.connection()).hear(run, self.sequence, &pack(kept)?)
    }
}

impl Shown<'_> {
    /// All that is kept of a run to go through it again; nothing where it is forgotten.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn record(&self, number: i64) -> Result<Option<Record>, StoreError> {
        let store: &Connection = self.0;
        let Some(run) = self.run(number)? else { return Ok(None) };
        let Some((person, packed)) = People(store).of(run.profile.as_str())? else { return Ok(None) };
        let (mut heard, mut entered, mut wrote, mut was) = (Vec::new(), None, Vec::new(), Vec::new());
        let kept = Records(store).heard(number)?;
        // Moments do not tell one transaction from the next: sequences do.
        let began = kept.first().map_or(0, |(sequence, _)| *sequence);
        for (place, packed) in kept {
            match unpack(&packed)? {
                Kept::Heard(known) => heard.push((place, known)),
                Kept::Person(someone) => entered = Some(someone),
                Kept::Met(at, someone) => was.push((place, at, *someone)),
                Kept::Wrote(fields) => wrote.push((place, fields)),
            }
        }
        for (place, at, packed) in Records(store).was(person, began)? {
            was.push((place, moment(at)?, someone_of(&packed)?));
        }
        was.sort_by_key(|(place, ..)| *place);
        let now = someone_of(&packed)?;
        let mut before = None;
        if let Some(someone) = &entered {
            before = Records(store).was_before(person, began)?.map(|packed| someone_of(&packed)).transpose()?;
            // What became of them until the end of the transaction in which they came in.
            was.insert(0, (began, run.began, *someone.clone()));
        }
        let person = was.first().map_or(&now, |(_, _, someone)| someone).clone();
        let over = run.ended.as_ref().map_or(Timestamp::MAX, |(at, _)| *at);
        let mut changes = Vec::with_capacity(was.len());
        for (index, (place, at, _)) in was.iter().enumerate().take_while(|(_, (_, at, _))| *at <= over) {
            let next = was.get(index + 1);
            let person = next.map_or(&now, |(_, _, someone)| someone).clone();
            let ends = next.map_or(i64::MAX, |(place, ..)| *place);
            let in_it = wrote.iter().filter(|(wrote, _)| (*place..ends).contains(wrote));
            let attributes = person.profile().attributes;
            let stands = in_it
                .flat_map(|(_, fields)| fields)
                .filter(|(field, value)| attributes.get(field).unwrap_or(&Value::Null) == value);
            let own = stands.map(|(field, _)| field.clone()).collect();
            changes.push(Changed { place: *place, at: *at, person, own });
        }
        Ok(Some(Record { run, person, before, changes, heard }))
    }
}
