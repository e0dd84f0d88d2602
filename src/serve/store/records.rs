//! What runs heard, and people as they were: what is needed to go through a run again.

use rusqlite::{Connection, OptionalExtension as _};

use super::StoreError;

/// The tables of records.
#[derive(Clone, Copy, Debug)]
pub struct Records<'a>(pub &'a Connection);

impl Records<'_> {
    /// Notes what a run heard.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn hear(&self, run: i64, sequence: i64, packed: &[u8]) -> Result<(), StoreError> {
        let sql = "INSERT INTO heard (run, sequence, packed) VALUES (?1, ?2, ?3)";
        self.0.prepare_cached(sql)?.execute((run, sequence, packed))?;
        Ok(())
    }

    /// What a run heard, in order, each with its sequence.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn heard(&self, run: i64) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
        let sql = "SELECT sequence, packed FROM heard WHERE run = ?1 ORDER BY sequence";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([run], |row| row.try_into())?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps a person as they were until this moment, where a run of theirs is kept; `person` is about to change.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn keep_before(&self, person: i64, at: i64, sequence: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO was (person, at, sequence, packed)
                   SELECT id, ?2, ?3, packed FROM person
                   WHERE id = ?1 AND EXISTS (SELECT 1 FROM run WHERE run.person = ?1)";
        self.0.prepare_cached(sql)?.execute((person, at, sequence))?;
        Ok(())
    }

    /// The person as they were before each change after this one: its sequence, when it was, and what was until then.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn was(&self, person: i64, after: i64) -> Result<Vec<(i64, i64, Vec<u8>)>, StoreError> {
        let sql = "SELECT sequence, at, packed FROM was WHERE person = ?1 AND sequence > ?2 ORDER BY sequence";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map((person, after), |row| row.try_into())?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The person as they were before the last change that came before this sequence.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn was_before(&self, person: i64, sequence: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT packed FROM was WHERE person = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT 1";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_row((person, sequence), |row| row.get(0)).optional()?)
    }

    /// Forgets how people were before this moment; how many times.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn forget_before(&self, moment: i64, most: usize) -> Result<usize, StoreError> {
        let sql = "DELETE FROM was WHERE (person, at, sequence) IN
                   (SELECT person, at, sequence FROM was WHERE at < ?1 LIMIT ?2)";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        Ok(self.0.prepare_cached(sql)?.execute((moment, most))?)
    }
}
