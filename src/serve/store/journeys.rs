//! Numbers of journeys, and numbers that the engine goes on from.

use rusqlite::{Connection, OptionalExtension as _};

use super::StoreError;

/// The tables of numbers.
#[derive(Clone, Copy, Debug)]
pub struct Journeys<'a>(pub &'a Connection);

impl Journeys<'_> {
    /// Every journey: number, id, and when its audience was read last.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn all(&self) -> Result<Vec<(i64, String, Option<i64>)>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT id, journey, last_reading FROM journey ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Numbers a journey.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn add(&self, journey: &str) -> Result<i64, StoreError> {
        Ok(self.0.prepare_cached("INSERT INTO journey (journey) VALUES (?1)")?.insert([journey])?)
    }

    /// Writes down when a journey's audience was read last.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn read_at(&self, journey: i64, moment: Option<i64>) -> Result<(), StoreError> {
        self.0.prepare_cached("UPDATE journey SET last_reading = ?2 WHERE id = ?1")?.execute((journey, moment))?;
        Ok(())
    }

    /// A number of this name; 0 where nobody wrote it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn tally(&self, name: &str) -> Result<i64, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT value FROM tally WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    /// Writes a number.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn set_tally(&self, name: &str, value: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO tally (name, value) VALUES (?1, ?2)
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.0.prepare_cached(sql)?.execute((name, value))?;
        Ok(())
    }
}
