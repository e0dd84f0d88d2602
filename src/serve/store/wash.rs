//! What SQLite has let go of is overwritten, so that nothing of an erased person can be read from the file.
//!
//! With `secure_delete` a row that is deleted is overwritten, and a page that is given back. Two things are not: where
//! a page was divided, the rows that moved stay readable in the room between its index and its rows; and pages that
//! were given back before `secure_delete` was on are as they were. SQLite reads neither, and has no word to have them
//! overwritten but a `VACUUM`, which writes everything anew. So it is done here, in the file: while the log is empty
//! and this connection alone may write, nobody changes a page. The layout is that of
//! <https://sqlite.org/fileformat2.html>.

use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::Path;

use super::{Store, StoreError};

/// Bytes that are washed in one go, so that others need not wait for long.
const PORTION: u64 = 256 * 1024 * 1024;

/// Bytes that are read at once.
const READ: u64 = 1024 * 1024;

/// From so many pages on the number of a page could look like the mark of another kind of page.
const MOST_PAGES: u64 = 0x0200_0000;

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Washed {
    /// The log is empty, and nothing stands in the file that it does not use.
    All,
    /// As far as this byte; go on from there.
    Upto(u64),
    /// Not yet: somebody still reads what was before, or writes.
    Later,
}

impl Store {
    /// Brings the log into the file, and washes the file from this byte on, or a portion of it. Not within a
    /// transaction.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn wash(&self, from: u64) -> Result<Washed, StoreError> {
        let is_busy: bool = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if is_busy {
            return Ok(Washed::Later);
        }
        self.begin()?;
        let washed =
            if is_empty(&self.path.with_extension("db-wal")) { self.wash_file(from) } else { Ok(Washed::Later) };
        self.roll_back();
        // The pages that are held in memory still show what was washed away, and would bring it back.
        self.connection.execute_batch("PRAGMA shrink_memory")?;
        washed.map_err(|error| StoreError::Unreadable(format!("the file cannot be washed: {error}")))
    }

    fn wash_file(&self, from: u64) -> std::io::Result<Washed> {
        let file = match self.raw.get() {
            Some(file) => file,
            None => {
                let file = OpenOptions::new().read(true).write(true).open(&self.path)?;
                // Closing it would take SQLite's locks on the file away from this process: it stays open until that
                // ends.
                self.raw.get_or_init(|| Box::leak(Box::new(file)))
            }
        };
        Form::of(file)?.wash(file, from)
    }
}

/// Whether there is no such file, or nothing in it.
fn is_empty(path: &Path) -> bool {
    std::fs::metadata(path).map_or_else(|error| error.kind() == ErrorKind::NotFound, |found| found.len() == 0)
}

/// How the file is laid out.
struct Form {
    page: usize,
    usable: usize,
    pages: u64,
    free: u64,
}

impl Form {
    fn of(file: &File) -> std::io::Result<Self> {
        let mut head = [0; 100];
        read(file, 0, &mut head)?;
        let page = match u16::from_be_bytes([head[16], head[17]]) {
            1 => 65_536,
            size => usize::from(size),
        };
        let form = Self {
            page,
            usable: page.saturating_sub(usize::from(head[20])),
            pages: file.metadata()?.len() / page.max(1) as u64,
            free: u64::from(number(&head, 32)),
        };
        let is_ours = head.starts_with(b"SQLite format 3\0") && page >= 512 && number(&head, 52) == 0;
        if is_ours && form.pages < MOST_PAGES {
            return Ok(form);
        }
        Err(Error::new(ErrorKind::InvalidData, "it is laid out otherwise, or too large"))
    }

    fn wash(&self, file: &File, from: u64) -> std::io::Result<Washed> {
        let mut has_changed = from == 0 && self.wash_free(file)?;
        let (size, end) = (self.pages * self.page as u64, (from + PORTION).min(self.pages * self.page as u64));
        let (mut at, mut bytes) = (from, Vec::new());
        while at < end {
            bytes.resize(usize::try_from(READ.min(end - at)).unwrap_or(self.page), 0);
            read(file, at, &mut bytes)?;
            for (index, page) in bytes.chunks_exact(self.page).enumerate() {
                let begins = at + (index * self.page) as u64;
                if let Some(gap) = self.gap(page, if begins == 0 { 100 } else { 0 }) {
                    has_changed |= clear(file, begins, page, gap)?;
                }
            }
            at += bytes.len() as u64;
        }
        if has_changed {
            file.sync_data()?;
        }
        Ok(if end < size { Washed::Upto(end) } else { Washed::All })
    }

    /// The room between a page's index and its rows; nothing where it is no page of rows.
    fn gap(&self, page: &[u8], header: usize) -> Option<Range<usize>> {
        let index = match page.get(header)? {
            2 | 5 => header + 12,
            10 | 13 => header + 8,
            _ => return None,
        };
        let short = |at: usize| Some(usize::from(u16::from_be_bytes([*page.get(at)?, *page.get(at + 1)?])));
        let from = index + 2 * short(header + 3)?;
        let to = match short(header + 5)? {
            0 => 65_536,
            to => to,
        };
        (from <= to && to <= self.usable).then_some(from..to)
    }

    /// Pages that were given back: a list of lists. What stands in the lists themselves stays.
    fn wash_free(&self, file: &File) -> std::io::Result<bool> {
        let (mut next, mut left, mut has_changed) = (self.free, self.pages, false);
        let (mut list, mut page) = (vec![0; self.page], vec![0; self.page]);
        while next != 0 && next <= self.pages && left > 0 {
            left -= 1;
            let begins = (next - 1) * self.page as u64;
            read(file, begins, &mut list)?;
            let count = usize::try_from(number(&list, 4)).unwrap_or(usize::MAX).min(self.usable / 4 - 2);
            has_changed |= clear(file, begins, &list, 8 + 4 * count..self.usable)?;
            for index in 0..count {
                let leaf = u64::from(number(&list, 8 + 4 * index));
                if (2..=self.pages).contains(&leaf) {
                    let begins = (leaf - 1) * self.page as u64;
                    read(file, begins, &mut page)?;
                    has_changed |= clear(file, begins, &page, 0..self.usable)?;
                }
            }
            next = u64::from(number(&list, 0));
        }
        Ok(has_changed)
    }
}

fn read(mut file: &File, at: u64, bytes: &mut [u8]) -> std::io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytes)
}

/// Overwrites part of the page that begins there; false where nothing stands in it.
fn clear(mut file: &File, begins: u64, page: &[u8], part: Range<usize>) -> std::io::Result<bool> {
    let stands = page.get(part.clone()).unwrap_or_default();
    if stands.iter().all(|byte| *byte == 0) {
        return Ok(false);
    }
    file.seek(SeekFrom::Start(begins + part.start as u64))?;
    file.write_all(&vec![0; stands.len()])?;
    Ok(true)
}

fn number(bytes: &[u8], at: usize) -> u32 {
    let found = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    found.map_or(0, u32::from_be_bytes)
}
