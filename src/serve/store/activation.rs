//! Activation: what is wanted of a journey, what the engine made of it, and how often the wish changed.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{StoreError, moment};
use crate::journey::JourneyId;
use crate::run::conduct::Pausing;

/// The table of activations.
#[derive(Clone, Copy, Debug)]
pub struct Activations<'a>(pub &'a Connection);

/// The state that somebody wants a journey to be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// People are let in and go on.
    Live,
    /// Nobody is let in; those inside go on to the next action.
    Paused,
    /// Nobody is let in; those inside finish.
    Closed,
    /// Nobody is let in; those inside leave at once.
    Stopped,
}

impl Wanted {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Live, Self::Paused, Self::Closed, Self::Stopped];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Stopped => "stopped",
        }
    }

    fn of(word: &str) -> Result<Self, StoreError> {
        let known = Self::ALL.into_iter().find(|state| state.word() == word);
        known.ok_or_else(|| StoreError::Unreadable(format!("{word} is no state of a journey")))
    }
}

/// What is wanted of a journey, and what was observed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activation {
    /// Which journey.
    pub journey: JourneyId,
    /// How often the wish changed, from 1.
    pub generation: i64,
    /// Number of the definition that is wanted.
    pub definition: i64,
    /// The state that is wanted.
    pub state: Wanted,
    /// Since when.
    pub since: Timestamp,
    /// Which generation the engine has brought about; 0 for none.
    pub observed_generation: i64,
    /// Number of the definition by which people are let in, or were last.
    pub observed_definition: Option<i64>,
    /// The state that the engine has brought about.
    pub observed_state: Option<Wanted>,
    /// When it did.
    pub observed_at: Option<Timestamp>,
    /// Since when people are let in by that definition, or when they were last: pausing, closing and stopping leave it.
    pub activated_at: Option<Timestamp>,
    /// What is known of its pauses; nothing where it never had one.
    pub pausing: Option<Pausing>,
}

const COLUMNS: &str = "journey, generation, wanted_definition, wanted_state, wanted_at, \
                       observed_generation, observed_definition, observed_state, observed_at, pausing, \
                       activated_at";

impl Activations<'_> {
    /// What is wanted of a journey; nothing where nobody has wanted anything yet.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn of(&self, journey: &JourneyId) -> Result<Option<Activation>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM activation WHERE journey = ?1");
        let found = self.0.prepare_cached(&sql)?.query_row([journey.as_str()], row).optional()?;
        found.map(activation).transpose()
    }

    /// Of every journey, by id.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn all(&self) -> Result<Vec<Activation>, StoreError> {
        let mut statement = self.0.prepare_cached(&format!("SELECT {COLUMNS} FROM activation ORDER BY journey"))?;
        let rows = statement.query_map([], row)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(activation).collect()
    }

    /// Of every journey, in the order in which their versions were activated: where several bring the same object, the
    /// last one counts.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn in_order(&self) -> Result<Vec<Activation>, StoreError> {
        let mut all = self.all()?;
        all.sort_by_key(|activation| activation.activated_at);
        Ok(all)
    }

    /// Writes down what is wanted from now on; yields the generation.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn want(&self, journey: &JourneyId, definition: i64, state: Wanted, now: Timestamp) -> Result<i64, StoreError> {
        let sql = "INSERT INTO activation (journey, generation, wanted_definition, wanted_state, wanted_at)
                   VALUES (?1, 1, ?2, ?3, ?4)
                   ON CONFLICT (journey) DO UPDATE SET generation = generation + 1,
                       wanted_definition = excluded.wanted_definition,
                       wanted_state = excluded.wanted_state, wanted_at = excluded.wanted_at
                   RETURNING generation";
        let mut statement = self.0.prepare_cached(sql)?;
        let values = (journey.as_str(), definition, state.word(), now.as_millisecond());
        Ok(statement.query_row(values, |row| row.get(0))?)
    }

    /// Writes down what the engine has brought about.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn observe(
        &self,
        journey: &JourneyId,
        generation: i64,
        definition: i64,
        state: Wanted,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE activation SET observed_generation = ?2, observed_definition = ?3, observed_state = ?4,
                       observed_at = ?5,
                       activated_at = CASE WHEN observed_definition IS ?3 THEN activated_at ELSE ?5 END
                   WHERE journey = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        statement.execute((journey.as_str(), generation, definition, state.word(), now.as_millisecond()))?;
        Ok(())
    }

    /// Writes down what is known of a journey's pauses.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn set_pausing(&self, journey: &JourneyId, pausing: Pausing) -> Result<(), StoreError> {
        let text = serde_json::to_string(&pausing)
            .map_err(|_| StoreError::Unreadable("what is known of a pause cannot be written".to_owned()))?;
        let mut statement = self.0.prepare_cached("UPDATE activation SET pausing = ?2 WHERE journey = ?1")?;
        statement.execute((journey.as_str(), text))?;
        Ok(())
    }
}

fn read_pausing(text: &str) -> Result<Pausing, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable("what is known of a pause cannot be read".to_owned()))
}

type Columns =
    (String, i64, i64, String, i64, i64, Option<i64>, Option<String>, Option<i64>, Option<String>, Option<i64>);

fn row(row: &Row<'_>) -> rusqlite::Result<Columns> {
    row.try_into()
}

fn activation(columns: Columns) -> Result<Activation, StoreError> {
    let (
        journey,
        generation,
        definition,
        state,
        since,
        observed_generation,
        observed_definition,
        observed,
        at,
        pausing,
        activated,
    ) = columns;
    Ok(Activation {
        journey: JourneyId(journey),
        generation,
        definition,
        state: Wanted::of(&state)?,
        since: moment(since)?,
        observed_generation,
        observed_definition,
        observed_state: observed.as_deref().map(Wanted::of).transpose()?,
        observed_at: at.map(moment).transpose()?,
        activated_at: activated.map(moment).transpose()?,
        pausing: pausing.as_deref().map(read_pausing).transpose()?,
    })
}
