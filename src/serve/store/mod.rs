//! What the server keeps, in SQLite: one file in one folder, changed by one connection, read by others.
//!
//! A family of tables is one file here that names its statements: a struct around a connection
//! (`Definitions(&connection).by_hash(…)`), so that it works within the writer's transaction and for readers alike. Its
//! tables stand in a numbered file of `schema/`, which is listed in [`MIGRATIONS`] and never changed once it has been
//! released: what comes later is a new file.

mod activation;
mod answers;
mod audiences;
mod counts;
mod definitions;
mod endpoints;
mod erased;
mod journeys;
mod lock;
mod people;
mod plans;
mod readers;
mod records;
mod runs;
mod tokens;
mod wash;

use std::cell::OnceCell;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use thiserror::Error;

pub use activation::{Activation, Activations, Wanted};
pub use answers::Answers;
pub use audiences::{Asked, KnownAudience};
pub use counts::{Figures, Totals};
pub use definitions::{Definitions, Stored};
pub use endpoints::{DeployedEndpoint, Endpoints};
pub use erased::{Erasures, Marks};
pub use journeys::Journeys;
pub use lock::Lock;
pub use people::People;
pub use plans::{KeptPlan, Plans};
pub use readers::Readers;
pub use records::Records;
pub use runs::{KeptRun, Runs};
pub use tokens::{Scope, Token, Tokens};
pub use wash::Washed;

/// The tables, in the order in which they came: file number n brings the store from version n - 1 to n.
pub const MIGRATIONS: &[&str] = &[
    include_str!("schema/01-journeys.sql"),
    include_str!("schema/02-runs.sql"),
    include_str!("schema/03-answers.sql"),
    include_str!("schema/04-counts.sql"),
    include_str!("schema/05-sent.sql"),
    include_str!("schema/06-record.sql"),
    include_str!("schema/07-numbers.sql"),
    include_str!("schema/08-pause.sql"),
    include_str!("schema/09-order.sql"),
    include_str!("schema/10-audiences.sql"),
    include_str!("schema/11-discards.sql"),
];

/// From this version on whatever is deleted is overwritten at once.
const OVERWRITING: usize = 7;

/// Tells our files from those of other programs: the letters WAYM.
const APPLICATION: i64 = 0x5741_594d;

/// The file within the folder.
const FILE: &str = "waymark.db";

/// Why the store could not be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// SQLite, or the disk below it.
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    /// Something stands in it that this program does not write.
    #[error("{0}")]
    Unreadable(String),
}

/// Why a store could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The folder or a file in it.
    #[error("{path}: {error}; see that this user may write there, or name another folder with --data")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// Another server works on it.
    #[error(
        "another server works on {folder}{}; stop it, or name another folder with --data",
        holder.map(|process| format!(" (process {process})")).unwrap_or_default()
    )]
    Taken {
        /// The folder.
        folder: PathBuf,
        /// The other server's process, where it said so.
        holder: Option<u32>,
    },
    /// A later Waymark wrote it.
    #[error(
        "{path} was written by a newer Waymark (version {found} of its tables, this one knows {known}); use that one"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// Ours.
        known: usize,
    },
    /// Nothing was ever kept in it.
    #[error("there is no store in {folder}; name the folder of your server with --data")]
    Absent {
        /// The folder.
        folder: PathBuf,
    },
    /// Another program's file.
    #[error("{path} is no store of Waymark's; name another folder with --data")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// SQLite, or the disk below it.
    #[error("{path}: {error}; restore a backup of it, or name another folder with --data")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        error: rusqlite::Error,
    },
}

/// The store, opened for writing. One per folder and machine.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// The file itself, once it had to be washed.
    raw: OnceCell<&'static File>,
    // Held for as long as the store is open.
    _lock: Lock,
}

impl Store {
    /// Opens the store in this folder, makes it where there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// See [`OpenError`]: each says what to do.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        let lock = Lock::take(folder)?;
        let path = file(folder);
        let failed = |error| OpenError::Sqlite { path: path.clone(), error };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&path, flags).map_err(failed)?;
        lock::keep_private(&path).map_err(|error| OpenError::Folder { path: path.clone(), error })?;
        prepare(&connection).map_err(failed)?;
        migrate(&mut connection, &path)?;
        Ok(Self { connection, path, raw: OnceCell::new(), _lock: lock })
    }

    /// The connection, to name statements on.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn begin(&self) -> Result<(), StoreError> {
        // Left over where a rollback itself failed.
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK")?;
        }
        Ok(self.connection.execute_batch("BEGIN IMMEDIATE")?)
    }

    /// Ends the transaction; once it returns, all is on the disk.
    ///
    /// # Errors
    /// The disk is full or broken.
    pub fn commit(&self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch("COMMIT")?)
    }

    /// Undoes the transaction. Where SQLite has done so itself, or cannot now, the next [`Store::begin`] sees to it.
    pub fn roll_back(&self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be undone yet");
        }
    }

    /// Finds out whether anything can be written.
    ///
    /// # Errors
    /// It cannot.
    pub fn beat(&self, now: Timestamp) -> Result<(), StoreError> {
        self.connection.prepare_cached("UPDATE pulse SET at = ?1")?.execute([now.as_millisecond()])?;
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // The log goes into the file, so that the file alone is the whole store.
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
}

/// The store's file in this folder.
pub fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Copies the store of a folder into a file, whole and as of one moment, while a server may be writing it.
///
/// # Errors
/// The store cannot be read, or the file not be written.
pub fn back_up(folder: &Path, target: &Path) -> Result<(), OpenError> {
    there(folder)?;
    let source = readers::open(folder)?;
    let failed = |error| OpenError::Sqlite { path: target.to_owned(), error };
    let mut copy = Connection::open(target).map_err(failed)?;
    lock::keep_private(target).map_err(|error| OpenError::Folder { path: target.to_owned(), error })?;
    let backup = rusqlite::backup::Backup::new(&source, &mut copy).map_err(failed)?;
    // In one go: it reads as of one moment, holds up nobody, and never begins anew because somebody wrote.
    backup.run_to_completion(i32::MAX, Duration::ZERO, None).map_err(failed)
}

/// That there is a store in this folder.
///
/// # Errors
/// There is none.
pub fn there(folder: &Path) -> Result<(), OpenError> {
    if file(folder).exists() { Ok(()) } else { Err(OpenError::Absent { folder: folder.to_owned() }) }
}

/// Work on the store beside a server that may be running: the tokens, from a terminal.
///
/// # Errors
/// There is no store, or it is another version's.
pub fn beside<T>(
    folder: &Path,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<Result<T, StoreError>, OpenError> {
    let path = file(folder);
    let failed = |error| OpenError::Sqlite { path: path.clone(), error };
    // Nobody serves it yet: make it, or bring it up to date.
    match Store::open(folder) {
        Ok(store) => return Ok(work(store.connection())),
        Err(OpenError::Taken { .. }) => {}
        Err(error) => return Err(error),
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&path, flags).map_err(failed)?;
    prepare(&connection).map_err(failed)?;
    known(&connection, &path)?;
    Ok(work(&connection))
}

/// Settings of every connection that writes.
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    // Whoever else has the file open for writing holds it for milliseconds.
    connection.busy_timeout(Duration::from_secs(5))?;
    // Readers and the writer do not hold each other up.
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    // A commit that was answered outlives a loss of power: that is what an answer promises.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // No page is mapped into memory: there a broken disk would end the process instead of failing a statement. Pages
    // stay at SQLite's 4 KiB, which is what disks and their caches deal in.
    connection.pragma_update(None, "mmap_size", 0)?;
    // 64 MiB of pages: the upper levels of all indexes over a million waiting people.
    connection.pragma_update(None, "cache_size", -65_536)?;
    // The log is brought into the file every 16 MiB instead of every 4: each time costs a wait for the disk.
    connection.pragma_update(None, "wal_autocheckpoint", 4_096)?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    // What is deleted is overwritten, whole pages too; what that leaves is washed away when somebody is erased.
    connection.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(())
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Refuses another program's file and a newer one's; yields the version that stands there.
fn known(connection: &Connection, path: &Path) -> Result<usize, OpenError> {
    let failed = |error| OpenError::Sqlite { path: path.to_owned(), error };
    let found = version(connection).map_err(failed)?;
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(failed)?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(failed)?;
    if application != APPLICATION && (tables > 0 || found != 0) {
        return Err(OpenError::Foreign { path: path.to_owned() });
    }
    match usize::try_from(found) {
        Ok(found) if found <= MIGRATIONS.len() => Ok(found),
        _ => Err(OpenError::Newer { path: path.to_owned(), found, known: MIGRATIONS.len() }),
    }
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let failed = |error| OpenError::Sqlite { path: path.to_owned(), error };
    let from = known(connection, path)?;
    for (index, sql) in MIGRATIONS.iter().enumerate().skip(from) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        transaction.execute_batch(sql).map_err(failed)?;
        transaction.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
        transaction
            .pragma_update(None, "user_version", i64::try_from(index + 1).unwrap_or(i64::MAX))
            .map_err(failed)?;
        transaction.commit().map_err(failed)?;
    }
    // What was deleted before may stand anywhere in pages that were used again: written anew, the file has none of it.
    if (1..OVERWRITING).contains(&from)
        && let Err(error) = connection.execute_batch("VACUUM")
    {
        tracing::warn!(%error, "unused parts of the file may hold what was deleted by an older Waymark");
    }
    Ok(())
}

/// A moment as it is kept.
pub(crate) fn moment(milliseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(milliseconds)
        .map_err(|_| StoreError::Unreadable(format!("{milliseconds} is no moment")))
}
