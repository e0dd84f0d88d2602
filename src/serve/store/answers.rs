//! Answers to requests that named themselves, so that one whose answer was lost may be sent again.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};

use super::StoreError;

/// How long an answer is kept: as long as an event that comes again is known.
const KEPT_MS: i64 = 4 * 86_400_000;

/// The table of answers.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a>(pub &'a Connection);

impl Answers<'_> {
    /// The answer that was given to this mark: hash of the body then, and the answer.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn of(&self, mark: &[u8]) -> Result<Option<(Vec<u8>, String)>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT body, answer FROM answer WHERE mark = ?1")?;
        Ok(statement.query_row([mark], |row| row.try_into()).optional()?)
    }

    /// Keeps an answer, and forgets some that are old.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put(&self, mark: &[u8], body: &[u8], answer: &str, now: Timestamp) -> Result<(), StoreError> {
        let now = now.as_millisecond();
        let old = "DELETE FROM answer WHERE mark IN (SELECT mark FROM answer WHERE at < ?1 LIMIT 100)";
        self.0.prepare_cached(old)?.execute([now - KEPT_MS])?;
        let sql = "INSERT INTO answer (mark, body, answer, at) VALUES (?1, ?2, ?3, ?4)";
        self.0.prepare_cached(sql)?.execute((mark, body, answer, now))?;
        Ok(())
    }
}
