//! The file of what environments were last seen to do with a journey. It lies beside the journey's versions and is
//! written when something was seen, not when the document is saved.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::state::{Known, Part, stamp};
use super::{Files, JOURNEY_ENDING, OBSERVED_FILE, SaveError, VERSION_FOLDER, disk, names::slug};
use crate::journey::text_form::{Ids, ReadError, Sheet, to_ron};
use crate::journey::{FORMAT, JourneyId, Observation, Observed};

/// The text of what was seen.
pub(super) fn text(observed: &Observed) -> String {
    #[derive(Serialize)]
    struct File<'a> {
        format: u32,
        journey: &'a JourneyId,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        environments: &'a [Observation],
    }
    to_ron(&File { format: FORMAT, journey: &observed.journey, environments: &observed.environments })
}

/// Reads what can be read of it.
pub(super) fn read(sheet: &mut Sheet<'_>) -> Result<Observed, ReadError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Head {
        #[serde(rename = "format")]
        _format: u32,
        journey: JourneyId,
        #[serde(default, rename = "environments")]
        _environments: Vec<()>,
    }
    let head: Head = sheet.head(&["environments"])?;
    let seen = |seen: &Observation| vec![seen.environment.to_string()];
    let mut environments: Vec<Observation> = sheet.list("environments", &mut Ids::default(), seen);
    environments.sort_by(|a, b| a.environment.cmp(&b.environment));
    Ok(Observed { journey: head.journey, environments })
}

/// Whether this is the path of such a file.
pub(super) fn is_one(path: &Path) -> bool {
    path.starts_with(VERSION_FOLDER) && path.file_name().is_some_and(|name| name == OBSERVED_FILE)
}

impl Files {
    /// What environments were last seen to do with a journey.
    pub fn observed(&self, journey: &JourneyId) -> Option<&Observed> {
        self.observed.get(journey)
    }

    /// Takes note of what was seen, also on the disk where the workspace lies there; what others noted meanwhile stays.
    /// Yields the file that was written, relative to the folder.
    ///
    /// # Errors
    /// The file holds something that cannot be read, or the disk says no.
    pub fn observe(
        &mut self,
        journey: &JourneyId,
        change: impl Fn(&mut Observed),
    ) -> Result<Option<PathBuf>, SaveError> {
        let blank = || Observed { journey: journey.clone(), ..Observed::default() };
        if self.root.as_os_str().is_empty() || !self.is_workspace {
            change(self.observed.entry(journey.clone()).or_insert_with(blank));
            return Ok(None);
        }
        let part = Part::Observed(journey.clone());
        let path = self.path_of(&part).map_or_else(|| self.beside_versions(journey), Path::to_owned);
        let full = self.root.join(&path);
        let mut observed = match fs::read(&full) {
            Ok(bytes) => self.reread(&path, bytes)?.unwrap_or_else(blank),
            Err(error) if error.kind() == ErrorKind::NotFound => blank(),
            Err(source) => return Err(SaveError::Disk { path: full, source }),
        };
        change(&mut observed);
        let text = text(&observed);
        let folder = full.parent().map_or(Ok(()), fs::create_dir_all);
        folder
            .and_then(|()| disk::write_whole(&full, text.as_bytes()))
            .map_err(|source| SaveError::Disk { path: full.clone(), source })?;
        let known = Known { stamp: stamp(&full), ..Known::of(part, text.as_bytes()) };
        self.known.insert(path.clone(), known);
        self.observed.insert(journey.clone(), observed);
        Ok(Some(path))
    }

    /// What stands there now; a file with damage is not written.
    fn reread(&self, path: &Path, bytes: Vec<u8>) -> Result<Option<Observed>, SaveError> {
        let damaged = || SaveError::Damaged(self.root.join(path));
        let text = disk::decode(path, bytes).map_err(|_| damaged())?;
        let mut sheet = Sheet::new(&text).map_err(|_| damaged())?;
        let observed = read(&mut sheet).map_err(|_| damaged())?;
        if sheet.damage.is_empty() { Ok(Some(observed)) } else { Err(damaged()) }
    }

    /// In the folder of the journey's versions; where there is none, in one that is called as the journey's file.
    fn beside_versions(&self, journey: &JourneyId) -> PathBuf {
        let versions = self.known.iter().find_map(|(path, known)| match &known.part {
            Part::Version((of, _)) if of == journey => path.parent(),
            _ => None,
        });
        let stem = || {
            let file = self.journey_file(journey).and_then(Path::file_name).and_then(|name| name.to_str());
            let stem = file.and_then(|name| name.strip_suffix(JOURNEY_ENDING)).map(str::to_owned);
            Path::new(VERSION_FOLDER).join(stem.unwrap_or_else(|| slug(journey.as_str(), "")))
        };
        versions.map_or_else(stem, Path::to_owned).join(OBSERVED_FILE)
    }
}
