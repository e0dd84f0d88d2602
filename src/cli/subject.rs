//! What a path on the command line names: a workspace, a journey file or an exported definition.

use std::path::Path;

use clap::ValueEnum;

use super::Outcome;
use crate::exchange::json;
use crate::journey::files::{self, Files};
use crate::journey::{Definition, JourneyId, Platform, Workspace};

/// More complaints than this help nobody.
const MOST_COMPLAINTS: usize = 50;

/// What a path names, opened.
#[derive(Debug)]
pub struct Subject {
    /// The workspace around it; of a definition, the one that it makes.
    pub workspace: Workspace,
    /// The journey, where the path names one.
    pub journey: Option<JourneyId>,
    /// The files that were read; empty for a definition.
    pub files: Files,
    /// The definition, where the path names one.
    pub definition: Option<Definition>,
}

impl Subject {
    /// Opens what the path names. What cannot be opened at all is said on standard error.
    ///
    /// # Errors
    /// The outcome with which the command ends.
    pub fn open(path: &Path) -> Result<Self, Outcome> {
        if path.extension().is_some_and(|extension| extension == "json") {
            return Self::definition(path);
        }
        match files::open(path) {
            Ok(opened) => {
                Ok(Self { workspace: opened.workspace, journey: opened.journey, files: opened.files, definition: None })
            }
            Err(error) => {
                eprintln!("waymark: {error}");
                Err(Outcome::Unreadable)
            }
        }
    }

    fn definition(path: &Path) -> Result<Self, Outcome> {
        let read = files::read_text(path)
            .map_err(|error| error.to_string())
            .and_then(|text| json::read(&text).map_err(|error| format!("{}:{error}", path.display())));
        match read {
            Ok(definition) => {
                if !definition.standing.is_empty() {
                    let rules = definition.standing.join(", ");
                    eprintln!("waymark: {} is a draft; it left although errors stood: {rules}", path.display());
                }
                Ok(Self {
                    workspace: definition.workspace(),
                    journey: Some(definition.journey.id.clone()),
                    files: Files::default(),
                    definition: Some(definition),
                })
            }
            Err(error) => {
                eprintln!("waymark: {error}");
                Err(Outcome::Unreadable)
            }
        }
    }

    /// Says on standard error which parts of the files could not be read.
    pub fn complain(&self) -> Outcome {
        let problems = self.files.problems();
        for problem in problems.iter().take(MOST_COMPLAINTS) {
            eprintln!("waymark: {problem}");
        }
        if problems.len() > MOST_COMPLAINTS {
            eprintln!("waymark: and {} more places that could not be read", problems.len() - MOST_COMPLAINTS);
        }
        if problems.is_empty() { Outcome::Fine } else { Outcome::Unreadable }
    }
}

/// A platform, as the command line calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PlatformName {
    /// Adobe Journey Optimizer, by its present documentation.
    Ajo,
    /// Adobe Journey Optimizer, by the stricter text of the architecture blueprints.
    Blueprint,
    /// Waymark's own server.
    Waymark,
}

impl From<PlatformName> for Platform {
    fn from(name: PlatformName) -> Self {
        match name {
            PlatformName::Ajo => Self::Ajo,
            PlatformName::Blueprint => Self::Blueprint,
            PlatformName::Waymark => Self::Waymark,
        }
    }
}
