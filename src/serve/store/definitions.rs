//! Definitions: kept for ever by their hash, never changed, because people inside stay on theirs.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{StoreError, moment};
use crate::journey::JourneyId;

/// The table of definitions.
#[derive(Clone, Copy, Debug)]
pub struct Definitions<'a>(pub &'a Connection);

/// A definition as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// What other tables call it.
    pub number: i64,
    /// SHA-256 of its canonical form, in lower-case hexadecimal.
    pub hash: String,
    /// Of which journey.
    pub journey: JourneyId,
    /// What the journey was called then.
    pub name: String,
    /// When it came.
    pub received: Timestamp,
}

const COLUMNS: &str = "id, hash, journey, name, received_at";

impl Definitions<'_> {
    /// Keeps a definition, whose text is in canonical form; true where it is new.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put(
        &self,
        hash: &str,
        journey: &JourneyId,
        name: &str,
        json: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "INSERT INTO definition (hash, journey, name, json, received_at) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (hash) DO NOTHING";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.execute((hash, journey.as_str(), name, json, now.as_millisecond()))? == 1)
    }

    /// The definition of this hash.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn by_hash(&self, hash: &str) -> Result<Option<Stored>, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM definition WHERE hash = ?1"), hash)
    }

    /// The definition of this number.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn by_number(&self, number: i64) -> Result<Option<Stored>, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM definition WHERE id = ?1"), number)
    }

    /// All of a journey, the newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn of(&self, journey: &JourneyId) -> Result<Vec<Stored>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM definition WHERE journey = ?1 ORDER BY id DESC");
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map([journey.as_str()], row)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(stored).collect()
    }

    /// The newest of every journey, by id of the journey.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn newest(&self) -> Result<Vec<Stored>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM definition WHERE id IN (SELECT max(id) FROM definition GROUP BY journey) ORDER BY journey"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map([], row)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(stored).collect()
    }

    /// The text of the definition of this number.
    ///
    /// # Errors
    /// The store cannot be read, or there is no such definition.
    pub fn text(&self, number: i64) -> Result<String, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT json FROM definition WHERE id = ?1")?;
        Ok(statement.query_row([number], |row| row.get(0))?)
    }

    fn one(&self, sql: &str, key: impl rusqlite::ToSql) -> Result<Option<Stored>, StoreError> {
        self.0.prepare_cached(sql)?.query_row([key], row).optional()?.map(stored).transpose()
    }
}

type Columns = (i64, String, String, String, i64);

fn row(row: &Row<'_>) -> rusqlite::Result<Columns> {
    row.try_into()
}

fn stored((number, hash, journey, name, received): Columns) -> Result<Stored, StoreError> {
    Ok(Stored { number, hash, journey: JourneyId(journey), name, received: moment(received)? })
}
