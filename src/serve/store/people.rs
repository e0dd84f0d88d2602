//! People: their data as one packed column, and by which identities they are known.

use rusqlite::{Connection, OptionalExtension as _};

use super::StoreError;
use crate::journey::{NamespaceId, ProfileId};

/// The tables of people.
#[derive(Clone, Copy, Debug)]
pub struct People<'a>(pub &'a Connection);

impl People<'_> {
    /// Number and data of a profile.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn of(&self, profile: &str) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT id, packed FROM person WHERE profile = ?1")?;
        Ok(statement.query_row([profile], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// Profile and data of a number.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn numbered(&self, person: i64) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT profile, packed FROM person WHERE id = ?1")?;
        Ok(statement.query_row([person], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// Adds a person; yields their number.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn add(&self, profile: &str, packed: &[u8]) -> Result<i64, StoreError> {
        let mut statement = self.0.prepare_cached("INSERT INTO person (profile, packed) VALUES (?1, ?2)")?;
        Ok(statement.insert((profile, packed))?)
    }

    /// Writes a person's data.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put(&self, person: i64, packed: &[u8]) -> Result<(), StoreError> {
        self.0.prepare_cached("UPDATE person SET packed = ?2 WHERE id = ?1")?.execute((person, packed))?;
        Ok(())
    }

    /// Profiles in the order of their ids, after this one.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn after(&self, profile: &str, most: usize) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT profile FROM person WHERE profile > ?1 ORDER BY profile LIMIT ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map((profile, i64::try_from(most).unwrap_or(i64::MAX)), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The last profile in the order of ids before this one.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn before(&self, profile: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT profile FROM person WHERE profile < ?1 ORDER BY profile DESC LIMIT 1";
        Ok(self.0.prepare_cached(sql)?.query_row([profile], |row| row.get(0)).optional()?)
    }

    /// The profile that is known by an identity.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn known_by(&self, namespace: &str, value: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT profile FROM identity JOIN person ON person.id = identity.person
                   WHERE namespace = ?1 AND value = ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_row((namespace, value), |row| row.get(0)).optional()?)
    }

    /// Who is meant: by the id of the profile, or by `type:value` where somebody is known by it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn meant(
        &self,
        subject: &str,
        namespace: impl FnOnce(&str) -> Result<Option<NamespaceId>, StoreError>,
    ) -> Result<Option<ProfileId>, StoreError> {
        if self.of(subject)?.is_some() {
            return Ok(Some(ProfileId(subject.to_owned())));
        }
        let Some((name, value)) = subject.split_once(':') else { return Ok(None) };
        let Some(namespace) = namespace(name)? else { return Ok(None) };
        Ok(self.known_by(namespace.as_str(), value)?.map(ProfileId))
    }

    /// Says by which identity a person is known; one that another person had is theirs from now on.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn identify(&self, namespace: &str, value: &str, person: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO identity (namespace, value, person) VALUES (?1, ?2, ?3)
                   ON CONFLICT (namespace, value) DO UPDATE SET person = excluded.person";
        self.0.prepare_cached(sql)?.execute((namespace, value, person))?;
        Ok(())
    }
}
