//! Connections that only read, for those who ask: they see what was committed last and hold up nobody.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{OpenError, StoreError, file, known};

/// Connections that are kept open between two questions.
const KEPT: usize = 8;

/// Connections that only read; clones share them.
#[derive(Clone, Debug)]
pub struct Readers {
    folder: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Readers {
    /// Readers of the store in this folder.
    ///
    /// # Errors
    /// There is none that could be read.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        let first = open(folder)?;
        Ok(Self { folder: folder.to_owned(), idle: Arc::new(Mutex::new(vec![first])) })
    }

    /// Reads, as of one moment. Blocks: call it where that is allowed.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn read<T>(&self, question: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open(&self.folder).map_err(|error| StoreError::Unreadable(error.to_string()))?,
        };
        let transaction = connection.unchecked_transaction()?;
        let answer = question(&transaction);
        drop(transaction);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(connection);
        }
        answer
    }
}

/// Opens the store of a folder for reading only.
pub(super) fn open(folder: &Path) -> Result<Connection, OpenError> {
    let path = file(folder);
    let failed = |error| OpenError::Sqlite { path: path.clone(), error };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&path, flags).map_err(failed)?;
    connection.busy_timeout(Duration::from_secs(5)).map_err(failed)?;
    connection.pragma_update(None, "query_only", true).map_err(failed)?;
    connection.pragma_update(None, "trusted_schema", false).map_err(failed)?;
    connection.pragma_update(None, "cache_size", -8_192).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(64);
    known(&connection, &path)?;
    Ok(connection)
}
