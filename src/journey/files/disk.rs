//! Reading and writing single files: within stated limits, and whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{FileError, OpenError};
use crate::journey::text_form::MAX_FILE_BYTES;

/// All files of a workspace together are at most so large, in bytes.
pub const MAX_WORKSPACE_BYTES: usize = 64 * 1024 * 1024;

/// SHA-256 of a file's bytes.
pub(super) type Hash = [u8; 32];

pub(super) fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Reads a text file of at most 8 MiB. A byte order mark is dropped, and line ends become `\n`.
///
/// # Errors
/// Says that the file is no file, too large or not UTF-8.
pub fn read_text(path: &Path) -> Result<String, OpenError> {
    let bytes = read_bytes(path)?;
    Ok(decode(path, bytes)?)
}

/// The bytes of an ordinary file of at most [`MAX_FILE_BYTES`].
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, OpenError> {
    let disk = |source| OpenError::Disk { path: path.to_owned(), source };
    let metadata = fs::metadata(path).map_err(disk)?;
    if !metadata.is_file() {
        return Err(OpenError::NotAFile(path.to_owned()));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes)).map_err(disk)?;
    if bytes.len() > MAX_FILE_BYTES {
        let error = format!(
            "the file has {} bytes, more than the {MAX_FILE_BYTES} (8 MiB) that are read; split it up",
            metadata.len().max(bytes.len() as u64)
        );
        return Err(FileError { file: path.to_owned(), line: 1, column: 1, error }.into());
    }
    Ok(bytes)
}

/// The text in these bytes, as the readers want it.
pub(super) fn decode(path: &Path, bytes: Vec<u8>) -> Result<String, FileError> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or(&[])).into_owned();
        FileError {
            file: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.chars().rev().take_while(|c| *c != '\n').count() + 1,
            error: "this is not UTF-8 text; it is another kind of file, or was saved in another encoding".to_owned(),
        }
    })?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    // No text of a document holds a raw carriage return: an editor or version control put it there.
    Ok(if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text })
}

/// Writes a text file, whole or not at all; what stood there before stays until then.
///
/// # Errors
/// What the disk says; the file is as it was.
pub fn write_text(path: &Path, text: &str) -> io::Result<()> {
    write_whole(path, text.as_bytes())
}

/// Puts the text in the place of the file, whole or not at all: also when the power fails, also when the disk is full.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link stays a link: what it leads to is written.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = temporary(folder).map_err(plain)?;
    file.write_all(bytes).map_err(plain)?;
    if let Ok(metadata) = fs::metadata(&target) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// The common reasons in a few words: nobody knows the name of the file beside it, nor the number of the reason.
fn plain(error: io::Error) -> io::Error {
    match error.kind() {
        kind @ (ErrorKind::StorageFull
        | ErrorKind::QuotaExceeded
        | ErrorKind::PermissionDenied
        | ErrorKind::ReadOnlyFilesystem) => kind.into(),
        _ => error,
    }
}

/// A file beside the one that it will replace; it disappears by itself if it never does.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".waymark-").suffix(".tmp");
    #[cfg(unix)]
    {
        // Temporary files are private; documents are shared as the person's umask says.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Removes a file for good.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Only Unix lets a folder be synchronized; elsewhere the rename itself is durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
