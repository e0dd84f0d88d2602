//! What was asked of people by which audience, and since when.

use rusqlite::Connection;

use super::StoreError;

/// The table of audiences.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a>(pub &'a Connection);

/// An audience as it was last met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAudience {
    /// Its id.
    pub audience: String,
    /// Its rule.
    pub rule: String,
    /// The number of the change with which that came.
    pub change: i64,
    /// When that was.
    pub since: i64,
}

impl Asked<'_> {
    /// All of them.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn all(&self) -> Result<Vec<KnownAudience>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT audience, rule, change, since FROM audience")?;
        let rows = statement.query_map([], |row| {
            Ok(KnownAudience { audience: row.get(0)?, rule: row.get(1)?, change: row.get(2)?, since: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes one down.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put(&self, known: &KnownAudience) -> Result<(), StoreError> {
        let KnownAudience { audience, rule, change, since } = known;
        let sql = "INSERT OR REPLACE INTO audience (audience, rule, change, since) VALUES (?1, ?2, ?3, ?4)";
        self.0.prepare_cached(sql)?.execute((audience, rule, change, since))?;
        Ok(())
    }

    /// Forgets one that no journey has any more.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn remove(&self, audience: &str) -> Result<(), StoreError> {
        self.0.prepare_cached("DELETE FROM audience WHERE audience = ?1")?.execute([audience])?;
        Ok(())
    }
}
