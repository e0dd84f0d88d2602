//! Erasing a person: their runs end, and whatever is kept of them goes.

use rusqlite::Connection;

use crate::journey::ProfileId;
use crate::run::Reason;
use crate::serve::store::{Runs, StoreError};

use super::Engine;

/// Everything that stands under a person's number, in an order in which nothing is left without its owner.
const EVERYWHERE: [&str; 9] = [
    "DELETE FROM outbox WHERE run IN (SELECT id FROM run WHERE person = ?1)",
    "DELETE FROM step WHERE run IN (SELECT id FROM run WHERE person = ?1)",
    "DELETE FROM heard WHERE run IN (SELECT id FROM run WHERE person = ?1)",
    "DELETE FROM was WHERE person = ?1",
    "DELETE FROM plan WHERE person = ?1",
    "DELETE FROM run WHERE person = ?1",
    "DELETE FROM entry WHERE person = ?1",
    "DELETE FROM identity WHERE person = ?1",
    "DELETE FROM person WHERE id = ?1",
];

impl Engine {
    /// Ends a person's runs and erases the person: data, identities, runs and steps. False where nobody has this id.
    /// What happens to the person later in the same transaction goes with them.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn erase(&mut self, profile: &ProfileId) -> Result<bool, StoreError> {
        let number = self.number_of(profile);
        self.checked()?;
        let Some(number) = number else { return Ok(false) };
        self.end_all(number)?;
        self.erasing.push(number);
        Ok(true)
    }

    /// What those who are to be erased have begun since ends as well, so that it is counted as ended.
    pub(super) fn end_erased(&mut self) -> Result<(), StoreError> {
        self.erasing.clone().into_iter().try_for_each(|number| self.end_all(number))
    }

    fn end_all(&mut self, number: i64) -> Result<(), StoreError> {
        let begun = self.held.runs.values().filter(|run| run.is_new && run.kept.person == number);
        let mut runs: Vec<i64> = begun.map(|run| run.kept.run).collect();
        runs.extend(Runs(self.store.connection()).inside(number)?);
        runs.into_iter().try_for_each(|run| self.leave(run, Reason::Stopped))
    }

    /// Erases those who are to be erased, once everything else is written.
    pub(super) fn erase_all(&mut self) -> Result<(), StoreError> {
        if self.erasing.is_empty() {
            return Ok(());
        }
        let store = self.store.connection();
        // Nothing of them stays readable in what the file no longer uses.
        thorough(store, "ON")?;
        for number in self.erasing.drain(..) {
            for sql in EVERYWHERE {
                store.prepare_cached(sql)?.execute([number])?;
            }
        }
        // Whose plans these were is not looked up: all journeys look ahead anew.
        self.touched.extend(self.catalogue.journeys.values().map(|known| known.number));
        self.has_erased = true;
        Ok(())
    }

    /// The log, in which they still stand, goes into the file.
    pub(super) fn wash(&mut self) {
        if !std::mem::take(&mut self.has_erased) {
            return;
        }
        let store = self.store.connection();
        let washed = thorough(store, "FAST")
            .and_then(|()| Ok(store.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?));
        if let Err(error) = washed {
            tracing::warn!(%error, "what was erased stands in the log until that is next brought into the file");
        }
    }
}

fn thorough(store: &Connection, how: &str) -> Result<(), StoreError> {
    Ok(store.query_row(&format!("PRAGMA secure_delete = {how}"), [], |_| Ok(()))?)
}
