//! What is to be done at some moment, what leaves for the outside, and what was seen.

use rusqlite::{Connection, OptionalExtension as _};

use super::StoreError;

/// The tables of work.
#[derive(Clone, Copy, Debug)]
pub struct Plans<'a>(pub &'a Connection);

/// A piece of work as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPlan {
    /// Number of the journey.
    pub journey: i64,
    /// When.
    pub due: i64,
    /// In which order it was planned.
    pub sequence: i64,
    /// Number of the person; 0 for nobody in particular.
    pub person: i64,
    /// Number of the run that it is for.
    pub run: Option<i64>,
    /// What is to be done.
    pub work: Vec<u8>,
}

impl Plans<'_> {
    /// Plans work.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn add(&self, plan: &KeptPlan) -> Result<(), StoreError> {
        let sql = "INSERT INTO plan (journey, due, sequence, person, run, work) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.0.prepare_cached(sql)?.execute((
            plan.journey,
            plan.due,
            plan.sequence,
            plan.person,
            plan.run,
            &plan.work,
        ))?;
        Ok(())
    }

    /// Takes work out of the plan.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn remove(&self, journey: i64, due: i64, sequence: i64) -> Result<(), StoreError> {
        let sql = "DELETE FROM plan WHERE journey = ?1 AND due = ?2 AND sequence = ?3";
        self.0.prepare_cached(sql)?.execute((journey, due, sequence))?;
        Ok(())
    }

    /// A journey's work that is due by a moment, in order.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn due(&self, journey: i64, by: i64, most: usize) -> Result<Vec<KeptPlan>, StoreError> {
        let sql = "SELECT journey, due, sequence, person, run, work FROM plan WHERE journey = ?1 AND due <= ?2
                   ORDER BY due, sequence LIMIT ?3";
        let mut statement = self.0.prepare_cached(sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = statement.query_map((journey, by, most), |row| {
            Ok(KeptPlan {
                journey: row.get(0)?,
                due: row.get(1)?,
                sequence: row.get(2)?,
                person: row.get(3)?,
                run: row.get(4)?,
                work: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When a journey's next work is due.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn next(&self, journey: i64) -> Result<Option<i64>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT due FROM plan WHERE journey = ?1 ORDER BY due LIMIT 1")?;
        Ok(statement.query_row([journey], |row| row.get(0)).optional()?)
    }

    /// How many attempts have no answer yet, counted up to so many.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn outbox_length(&self, most: i64) -> Result<i64, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT ?1)")?;
        Ok(statement.query_row([most], |row| row.get(0))?)
    }

    /// A journey's work that is for no person in particular.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn common(&self, journey: i64) -> Result<Vec<(i64, i64, Vec<u8>)>, StoreError> {
        // There are few of them among millions, which SQLite cannot know.
        let sql = "SELECT due, sequence, work FROM plan INDEXED BY plan_common
                   WHERE journey = ?1 AND person = 0 ORDER BY due, sequence";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([journey], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Puts an attempt into the outbox; yields its number.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn send(&self, run: i64, asked: i64, packed: &[u8]) -> Result<i64, StoreError> {
        let mut statement = self.0.prepare_cached("INSERT INTO outbox (run, asked, packed) VALUES (?1, ?2, ?3)")?;
        Ok(statement.insert((run, asked, packed))?)
    }

    /// Attempts in the outbox after the one of this number: number, run, data.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn unanswered(&self, after: i64, most: usize) -> Result<Vec<(i64, i64, Vec<u8>)>, StoreError> {
        let mut statement =
            self.0.prepare_cached("SELECT id, run, packed FROM outbox WHERE id > ?1 ORDER BY id LIMIT ?2")?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = statement.query_map((after, most), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An attempt that has no answer yet: run and data.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn attempt(&self, attempt: i64) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT run, packed FROM outbox WHERE id = ?1")?;
        Ok(statement.query_row([attempt], |row| row.try_into()).optional()?)
    }

    /// Takes an attempt out of the outbox: run, when it was asked for, and data; nothing where it has its answer
    /// already.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn answered(&self, attempt: i64) -> Result<Option<(i64, i64, Vec<u8>)>, StoreError> {
        let mut statement = self.0.prepare_cached("DELETE FROM outbox WHERE id = ?1 RETURNING run, asked, packed")?;
        Ok(statement.query_row([attempt], |row| row.try_into()).optional()?)
    }

    /// What each limit remembers.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn gates(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT packed FROM gate")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What the limit of this name remembers.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn gate(&self, name: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT packed FROM gate WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Writes down what a limit remembers.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put_gate(&self, name: &[u8], packed: &[u8]) -> Result<(), StoreError> {
        let sql = "INSERT INTO gate (name, packed) VALUES (?1, ?2)
                   ON CONFLICT (name) DO UPDATE SET packed = excluded.packed";
        self.0.prepare_cached(sql)?.execute((name, packed))?;
        Ok(())
    }

    /// What each limit remembers of what was really sent.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn sent(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT packed FROM sent")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes that down.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put_sent(&self, name: &[u8], packed: &[u8]) -> Result<(), StoreError> {
        let sql = "INSERT INTO sent (name, packed) VALUES (?1, ?2)
                   ON CONFLICT (name) DO UPDATE SET packed = excluded.packed";
        self.0.prepare_cached(sql)?.execute((name, packed))?;
        Ok(())
    }

    /// The greatest number of an attempt in the outbox.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn last_attempt(&self) -> Result<i64, StoreError> {
        Ok(self.0.query_row("SELECT coalesce(max(id), 0) FROM outbox", [], |row| row.get(0))?)
    }

    /// What the pace of readings remembers.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn pace(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT packed FROM pace")?;
        Ok(statement.query_row([], |row| row.get(0)).optional()?)
    }

    /// Writes down what the pace of readings remembers.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put_pace(&self, packed: &[u8]) -> Result<(), StoreError> {
        let sql = "INSERT INTO pace (id, packed) VALUES (1, ?1)
                   ON CONFLICT (id) DO UPDATE SET packed = excluded.packed";
        self.0.prepare_cached(sql)?.execute([packed])?;
        Ok(())
    }

    /// Whether an event's mark was left on one of these days.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn has_seen(&self, days: std::ops::RangeInclusive<i64>, mark: &[u8]) -> Result<bool, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT 1 FROM seen WHERE day = ?1 AND mark = ?2")?;
        for day in days.rev() {
            if statement.exists((day, mark))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Leaves an event's mark.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn see(&self, day: i64, mark: &[u8]) -> Result<(), StoreError> {
        self.0.prepare_cached("INSERT OR IGNORE INTO seen (day, mark) VALUES (?1, ?2)")?.execute((day, mark))?;
        Ok(())
    }

    /// Forgets marks of days before this one; how many.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn forget_seen_before(&self, day: i64, most: usize) -> Result<usize, StoreError> {
        let sql = "DELETE FROM seen WHERE (day, mark) IN (SELECT day, mark FROM seen WHERE day < ?1 LIMIT ?2)";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        Ok(self.0.prepare_cached(sql)?.execute((day, most))?)
    }
}
