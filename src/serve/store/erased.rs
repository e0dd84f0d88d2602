//! Who was erased, in a list beside the store: so that a backup that is put in the store's place does not bring them
//! back.
//!
//! A line is the SHA-256 of the first line, which is chance, and the id of a profile: it tells whether somebody is
//! meant who is known, and nobody else. The store remembers how much of the list it has followed.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::PathBuf;

use super::{Store, StoreError, lock};
use crate::journey::{ProfileId, hex, sha256};

/// The list's file within the folder.
const FILE: &str = "erased";

/// The list.
#[derive(Debug)]
pub struct Erasures(PathBuf);

/// Those who stand in a part of the list.
#[derive(Debug, Default)]
pub struct Marks {
    salt: String,
    marks: BTreeSet<String>,
}

impl Marks {
    /// Whether this person stands there.
    pub fn names(&self, profile: &str) -> bool {
        self.marks.contains(&mark(&self.salt, profile))
    }
}

impl Store {
    /// Who was erased.
    pub fn erasures(&self) -> Erasures {
        Erasures(self.path.with_file_name(FILE))
    }
}

impl Erasures {
    /// Adds people; yields the length of the list in bytes. It is on the disk then.
    ///
    /// # Errors
    /// The list cannot be written.
    pub fn add(&self, people: &[ProfileId]) -> Result<i64, StoreError> {
        let mut text = self.text()?;
        let mut file = OpenOptions::new().create(true).append(true).open(&self.0).map_err(broken)?;
        let mut lines = String::new();
        if text.is_empty() {
            lock::keep_private(&self.0).map_err(broken)?;
            let mut chance = [0; 16];
            getrandom::fill(&mut chance).map_err(|error| StoreError::Unreadable(error.to_string()))?;
            lines = hex(chance);
            text.clone_from(&lines);
        }
        // Whatever a crash left behind is a line of its own.
        if !text.ends_with('\n') {
            lines.push('\n');
        }
        let salt = text.lines().next().unwrap_or_default();
        for profile in people {
            lines.push_str(&mark(salt, profile.as_str()));
            lines.push('\n');
        }
        file.write_all(lines.as_bytes()).and_then(|()| file.sync_all()).map_err(broken)?;
        Ok(i64::try_from(file.metadata().map_err(broken)?.len()).unwrap_or(i64::MAX))
    }

    /// Those who stand after this byte, and the length of the list.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn after(&self, from: i64) -> Result<(Marks, i64), StoreError> {
        let text = self.text()?;
        let salt = text.lines().next().unwrap_or_default().to_owned();
        let rest = usize::try_from(from).ok().and_then(|from| text.get(from..)).unwrap_or_default();
        let marks = rest.lines().map(str::to_owned).collect();
        Ok((Marks { salt, marks }, i64::try_from(text.len()).unwrap_or(i64::MAX)))
    }

    fn text(&self) -> Result<String, StoreError> {
        let mut text = String::new();
        match File::open(&self.0) {
            Ok(mut file) => {
                file.read_to_string(&mut text).map_err(broken)?;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(broken(error)),
        }
        Ok(text)
    }
}

fn broken(error: std::io::Error) -> StoreError {
    StoreError::Unreadable(format!("the list of those who were erased: {error}"))
}

fn mark(salt: &str, profile: &str) -> String {
    sha256(format!("{salt} {profile}"))
}
