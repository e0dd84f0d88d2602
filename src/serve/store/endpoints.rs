//! Endpoints as they are deployed: the addresses that actions share, with what they can take.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};

use super::StoreError;
use crate::journey::{Endpoint, EndpointId};

/// The table of endpoints.
#[derive(Clone, Copy, Debug)]
pub struct Endpoints<'a>(pub &'a Connection);

/// An endpoint that is deployed.
#[derive(Clone, Debug, PartialEq)]
pub struct DeployedEndpoint {
    /// How often it changed, from 1.
    pub generation: i64,
    /// What it is.
    pub endpoint: Endpoint,
}

impl Endpoints<'_> {
    /// The endpoint of this id.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn by_id(&self, id: &EndpointId) -> Result<Option<DeployedEndpoint>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT generation, json FROM endpoint WHERE id = ?1")?;
        let found = statement.query_row([id.as_str()], |row| row.try_into()).optional()?;
        found.map(deployed).transpose()
    }

    /// All of them, by id.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn all(&self) -> Result<Vec<DeployedEndpoint>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT generation, json FROM endpoint ORDER BY id")?;
        let rows = statement.query_map([], |row| row.try_into())?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(deployed).collect()
    }

    /// Deploys an endpoint, in the place of the one with the same id; yields the generation.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn put(&self, endpoint: &Endpoint, now: Timestamp) -> Result<i64, StoreError> {
        let json = serde_json::to_string(endpoint).map_err(|error| StoreError::Unreadable(error.to_string()))?;
        let sql = "INSERT INTO endpoint (id, generation, json, changed_at) VALUES (?1, 1, ?2, ?3)
                   ON CONFLICT (id) DO UPDATE SET generation = generation + 1,
                       json = excluded.json, changed_at = excluded.changed_at
                   RETURNING generation";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_row((endpoint.id.as_str(), json, now.as_millisecond()), |row| row.get(0))?)
    }
}

fn deployed((generation, json): (i64, String)) -> Result<DeployedEndpoint, StoreError> {
    let endpoint = serde_json::from_str(&json)
        .map_err(|error| StoreError::Unreadable(format!("an endpoint cannot be read: {error}")))?;
    Ok(DeployedEndpoint { generation, endpoint })
}
