//! What is needed to go through a run again: the person as they came in, what the run heard from outside and when, and
//! how the person changed meanwhile. What follows from these is not kept.

use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::journey::Kind;
use crate::run::{Input, Outcome, Someone};
use crate::serve::store::{People, Records, StoreError};

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
    /// How they changed while it lasted: when, and how they were from then on.
    pub changes: Vec<(Timestamp, Someone)>,
    /// What the run heard, in order.
    pub heard: Vec<Heard>,
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
        let (mut heard, mut entered) = (Vec::new(), None);
        for packed in Records(store).heard(number)? {
            match unpack(&packed)? {
                Kept::Heard(known) => heard.push(known),
                Kept::Person(someone) => entered = Some(*someone),
            }
        }
        let now = someone_of(&packed)?;
        let was = Records(store).was(person, run.began.as_millisecond())?;
        let was = was.into_iter().map(|(at, packed)| Ok((crate::serve::store::moment(at)?, someone_of(&packed)?)));
        let was: Vec<(Timestamp, Someone)> = was.collect::<Result<_, StoreError>>()?;
        let first = was.first().map_or(&now, |(_, someone)| someone);
        let before = was.first().filter(|(at, _)| *at == run.began).map(|(_, someone)| someone.clone());
        let person = entered.unwrap_or_else(|| first.clone());
        let over = run.ended.as_ref().map_or(Timestamp::MAX, |(at, _)| *at);
        let after = was.iter().skip(1).map(|(_, someone)| someone).chain([&now]);
        let changes = was.iter().zip(after).map(|((at, _), someone)| (*at, someone.clone()));
        let changes = changes.filter(|(at, _)| *at <= over).collect();
        Ok(Some(Record { run, person, before, changes, heard }))
    }
}
