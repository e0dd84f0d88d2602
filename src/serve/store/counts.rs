//! What runs came to, in figures: one row for each, by version.

use rusqlite::Connection;

use super::StoreError;
use crate::journey::{ActivityId, JourneyId};
use crate::run::{Counts, Discard, Reason, Status};

/// The table of figures.
#[derive(Clone, Copy, Debug)]
pub struct Figures<'a>(pub &'a Connection);

/// The figures of a journey, on all versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Runs of people who were let in.
    pub entered: i64,
    /// Of these, those that are not over.
    pub inside: i64,
    /// People who were not let in.
    pub discarded: i64,
    /// Of these, those who came in a pause.
    pub discarded_in_pause: i64,
}

/// What is counted.
const ENTERED: &str = "entered";
const ENDED: &str = "ended";
const WAITING: &str = "waiting";
const STATUS: &str = "status";
const ERROR: &str = "error";
const BRANCH: &str = "branch";

impl Figures<'_> {
    /// Those of a journey's versions, by hash; versions on which nothing was counted are left out.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn of(&self, journey: &JourneyId) -> Result<Vec<(String, Counts)>, StoreError> {
        let sql = "SELECT definition.hash, activity, what, which, count
                   FROM definition JOIN count ON count.definition = definition.id
                   WHERE definition.journey = ?1 ORDER BY definition.id DESC";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([journey.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?;
        let mut versions: Vec<(String, Counts)> = Vec::new();
        for row in rows {
            let (hash, activity, what, which, count): (String, String, String, String, i64) = row?;
            if versions.last().is_none_or(|(last, _)| *last != hash) {
                versions.push((hash, Counts::default()));
            }
            if let Some((_, counts)) = versions.last_mut() {
                put(counts, ActivityId(activity), &what, which, count);
            }
        }
        Ok(versions)
    }

    /// How many were let in, are inside, and were not let in, on all versions of a journey.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn totals(&self, journey: &JourneyId) -> Result<Totals, StoreError> {
        let sql = "SELECT what, which, count FROM definition JOIN count ON count.definition = definition.id
                   WHERE definition.journey = ?1 AND activity = ''";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([journey.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut counts = Counts::default();
        for row in rows {
            let (what, which, count): (String, String, i64) = row?;
            let mut of_version = Counts::default();
            put(&mut of_version, ActivityId::default(), &what, which, count);
            counts.add(&of_version);
        }
        let refused = counts.ended.iter().filter(|(reason, _)| matches!(reason, Reason::Discarded(_)));
        Ok(Totals {
            entered: counts.entered,
            inside: counts.inside(),
            discarded: refused.map(|(_, count)| count).sum(),
            discarded_in_pause: counts.ended.get(&Reason::Discarded(Discard::Paused)).copied().unwrap_or_default(),
        })
    }

    /// The figures of a version change by these.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn add(&self, definition: i64, counts: &Counts) -> Result<(), StoreError> {
        let sql = "INSERT INTO count (definition, activity, what, which, count) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (definition, activity, what, which) DO UPDATE SET count = count + excluded.count";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut change = |activity: &str, what: &str, which: &str, by: i64| match by {
            0 => Ok(0),
            by => statement.execute((definition, activity, what, which, by)),
        };
        change("", ENTERED, "", counts.entered)?;
        for (reason, by) in &counts.ended {
            change("", ENDED, &reason.to_string(), *by)?;
        }
        for (activity, counts) in &counts.activities {
            let activity = activity.as_str();
            change(activity, WAITING, "", counts.waiting)?;
            for (status, by) in &counts.statuses {
                change(activity, STATUS, status.word(), *by)?;
            }
            for (cause, by) in &counts.errors {
                change(activity, ERROR, cause, *by)?;
            }
            for (branch, by) in &counts.branches {
                change(activity, BRANCH, branch, *by)?;
            }
        }
        Ok(())
    }
}

/// A row; one whose words a later program wrote says nothing here.
fn put(counts: &mut Counts, activity: ActivityId, what: &str, which: String, count: i64) {
    match what {
        ENTERED => counts.entered = count,
        ENDED => {
            if let Some(reason) = Reason::from_word(&which) {
                counts.ended.insert(reason, count);
            }
        }
        WAITING => counts.activity(&activity).waiting = count,
        STATUS => {
            if let Some(status) = Status::from_word(&which) {
                counts.activity(&activity).statuses.insert(status, count);
            }
        }
        ERROR => drop(counts.activity(&activity).errors.insert(which, count)),
        BRANCH => drop(counts.activity(&activity).branches.insert(which, count)),
        _ => {}
    }
}
