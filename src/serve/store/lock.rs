//! One server per folder: a file that is locked for as long as the server runs. The lock goes with the process, however
//! that ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

use super::OpenError;

/// The lock on a folder.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "holds the lock until it is dropped")] File);

impl Lock {
    /// Takes the lock on a folder, which is made where there is none.
    ///
    /// # Errors
    /// [`OpenError::Taken`] where another server holds it; else the folder cannot be written.
    pub fn take(folder: &Path) -> Result<Self, OpenError> {
        let failed = |error| OpenError::Folder { path: folder.to_owned(), error };
        if !folder.exists() {
            fs::create_dir_all(folder).map_err(failed)?;
            keep_private(folder).map_err(failed)?;
        }
        let path = folder.join("waymark.lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| OpenError::Folder { path: path.clone(), error })?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // The number only helps to find the other server.
                let _ = file.read_to_string(&mut holder);
                return Err(OpenError::Taken { folder: folder.to_owned(), holder: holder.trim().parse().ok() });
            }
            Err(TryLockError::Error(error)) => return Err(OpenError::Folder { path, error }),
        }
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(std::process::id().to_string().as_bytes()));
        // A full disk keeps nobody from looking at what is there.
        if let Err(error) = written {
            tracing::warn!(%error, "the lock does not name this process");
        }
        Ok(Self(file))
    }
}

/// Keeps a file or folder from other people of the machine.
pub(super) fn keep_private(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = if path.is_dir() { 0o700 } else { 0o600 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
