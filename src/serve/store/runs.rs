//! Runs, their steps, what admission remembers, and who took a capped path.

use rusqlite::{Connection, OptionalExtension as _, Row};

use super::StoreError;

/// The tables of runs.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a>(pub &'a Connection);

/// A run as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptRun {
    /// Its number.
    pub run: i64,
    /// Number of its person.
    pub person: i64,
    /// Number of its journey.
    pub journey: i64,
    /// Number of the definition that it is on.
    pub definition: i64,
    /// Which of the person's entries, from 1; 0 for one who was not let in.
    pub number: i64,
    /// What tells it apart from other runs of the person.
    pub supplemental: Option<String>,
    /// When it began.
    pub began: i64,
    /// When it ended.
    pub ended: Option<i64>,
    /// Why it ended.
    pub reason: Option<String>,
    /// Keys of what is planned for it.
    pub plans: Option<Vec<u8>>,
    /// Its state, until it is over.
    pub packed: Option<Vec<u8>>,
    /// Of one who was not let in, the number among the steps.
    pub noted: Option<i64>,
}

const COLUMNS: &str = "id, person, journey, definition, number, supplemental, began, ended, reason, plans, packed, \
                       noted";

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptRun> {
    Ok(KeptRun {
        run: row.get(0)?,
        person: row.get(1)?,
        journey: row.get(2)?,
        definition: row.get(3)?,
        number: row.get(4)?,
        supplemental: row.get(5)?,
        began: row.get(6)?,
        ended: row.get(7)?,
        reason: row.get(8)?,
        plans: row.get(9)?,
        packed: row.get(10)?,
        noted: row.get(11)?,
    })
}

impl Runs<'_> {
    /// A run.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn of(&self, run: i64) -> Result<Option<KeptRun>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM run WHERE id = ?1");
        Ok(self.0.prepare_cached(&sql)?.query_row([run], kept).optional()?)
    }

    /// All runs of a person that are kept, in the order of their beginnings.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn of_person(&self, person: i64) -> Result<Vec<KeptRun>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM run WHERE person = ?1 ORDER BY id");
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map([person], kept)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Numbers of a person's runs that are not over.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn inside(&self, person: i64) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT id FROM run WHERE person = ?1 AND ended IS NULL ORDER BY id";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([person], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Numbers of a journey's runs that are not over, after this one.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn in_journey(&self, journey: i64, after: i64, most: usize) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT id FROM run WHERE journey = ?1 AND ended IS NULL AND id > ?2 ORDER BY id LIMIT ?3";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map((journey, after, count(most)), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The greatest number of a run.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn last(&self) -> Result<i64, StoreError> {
        Ok(self.0.query_row("SELECT coalesce(max(id), 0) FROM run", [], |row| row.get(0))?)
    }

    /// Writes a run down, new or changed.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put(&self, run: &KeptRun, is_new: bool) -> Result<(), StoreError> {
        if !is_new {
            let sql = "UPDATE run SET ended = ?2, reason = ?3, plans = ?4, packed = ?5 WHERE id = ?1";
            self.0.prepare_cached(sql)?.execute((run.run, run.ended, &run.reason, &run.plans, &run.packed))?;
            return Ok(());
        }
        let sql = format!("INSERT INTO run ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
        self.0.prepare_cached(&sql)?.execute((
            run.run,
            run.person,
            run.journey,
            run.definition,
            run.number,
            &run.supplemental,
            run.began,
            run.ended,
            &run.reason,
            &run.plans,
            &run.packed,
            run.noted,
        ))?;
        Ok(())
    }

    /// Keeps a step under a number that no other ever had.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn add_step(&self, number: i64, run: i64, packed: &[u8]) -> Result<(), StoreError> {
        let sql = "INSERT INTO step (id, run, packed) VALUES (?1, ?2, ?3)";
        self.0.prepare_cached(sql)?.execute((number, run, packed))?;
        Ok(())
    }

    /// The steps of a run after the one of this number, each with its number.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn steps(&self, run: i64, after: i64) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
        let mut statement =
            self.0.prepare_cached("SELECT id, packed FROM step WHERE run = ?1 AND id > ?2 ORDER BY id")?;
        let rows = statement.query_map((run, after), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets runs that ended before a moment, with their steps; how many.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn forget_before(&self, moment: i64, most: usize) -> Result<usize, StoreError> {
        let sql = "SELECT id FROM run WHERE ended < ?1 AND ended IS NOT NULL ORDER BY ended LIMIT ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map((moment, count(most)), |row| row.get(0))?;
        let old: Vec<i64> = rows.collect::<Result<_, _>>()?;
        for run in &old {
            self.0.prepare_cached("DELETE FROM step WHERE run = ?1")?.execute([run])?;
            self.0.prepare_cached("DELETE FROM heard WHERE run = ?1")?.execute([run])?;
            self.0.prepare_cached("DELETE FROM run WHERE id = ?1")?.execute([run])?;
        }
        Ok(old.len())
    }

    /// What admission remembers of a person in a journey.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn entries(&self, person: i64, journey: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT packed FROM entry WHERE person = ?1 AND journey = ?2")?;
        Ok(statement.query_row((person, journey), |row| row.get(0)).optional()?)
    }

    /// Has admission remember.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put_entries(&self, person: i64, journey: i64, packed: &[u8]) -> Result<(), StoreError> {
        let sql = "INSERT INTO entry (person, journey, packed) VALUES (?1, ?2, ?3)
                   ON CONFLICT (person, journey) DO UPDATE SET packed = excluded.packed";
        self.0.prepare_cached(sql)?.execute((person, journey, packed))?;
        Ok(())
    }

    /// How many took a capped path of a version.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn taken(&self, definition: i64, activity: &str) -> Result<u64, StoreError> {
        let mut statement =
            self.0.prepare_cached("SELECT people FROM taken WHERE definition = ?1 AND activity = ?2")?;
        let people: Option<i64> = statement.query_row((definition, activity), |row| row.get(0)).optional()?;
        Ok(people.and_then(|people| u64::try_from(people).ok()).unwrap_or(0))
    }

    /// Writes down how many took a capped path.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put_taken(&self, definition: i64, activity: &str, people: u64) -> Result<(), StoreError> {
        let sql = "INSERT INTO taken (definition, activity, people) VALUES (?1, ?2, ?3)
                   ON CONFLICT (definition, activity) DO UPDATE SET people = excluded.people";
        let people = i64::try_from(people).unwrap_or(i64::MAX);
        self.0.prepare_cached(sql)?.execute((definition, activity, people))?;
        Ok(())
    }
}

fn count(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}
