//! Why a command came to no result, and how it ends then.

use std::path::Path;

use super::Outcome;
use super::subject::Subject;
use crate::journey::JourneyId;

/// Why there is no result.
pub(super) enum Refused {
    /// It was said already.
    Said(Outcome),
    /// It is still to be said.
    Because(String),
}

impl Refused {
    /// Something failed that says itself why.
    pub(super) fn by(error: impl std::fmt::Display) -> Self {
        Self::Because(error.to_string())
    }

    /// Says what is still to be said; how the command ends.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::Said(outcome) => outcome,
            Self::Because(why) => {
                eprintln!("waymark: {why}");
                Outcome::Unreadable
            }
        }
    }
}

/// The one journey that a path names, in its workspace or as an exported definition; says which parts of it could not
/// be read, and how the command ends for that.
pub(super) fn journey_at(path: &Path) -> Result<(Subject, JourneyId, Outcome), Refused> {
    let subject = Subject::open(path).map_err(Refused::Said)?;
    let outcome = subject.complain();
    match subject.journey.clone() {
        Some(journey) => Ok((subject, journey, outcome)),
        None => {
            let why = "is a workspace: name one of its journey files, or an exported definition";
            Err(Refused::Because(format!("{} {why}", path.display())))
        }
    }
}
