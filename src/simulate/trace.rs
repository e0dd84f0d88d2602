//! Everything that a dry run did, person by person.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journey::{ActivityId, JourneyId, ProfileId};
use crate::run::{End, Step};

/// Everything that a dry run did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// In the order of their beginnings.
    pub runs: Vec<Run>,
}

/// One person's way through one journey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Which journey.
    pub journey: JourneyId,
    /// Whose.
    pub profile: ProfileId,
    /// What tells it apart from other runs of the same person, where the journey has a supplemental identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplemental: Option<String>,
    /// Where chance began.
    pub seed: u64,
    /// Version of the zone database; never compared.
    pub zones: String,
    /// What was done, in order of time.
    pub steps: Vec<Step>,
    /// How it ended.
    pub end: End,
    /// Answers of other systems that did not fit what is declared of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misfits: Vec<Misfit>,
}

/// An answer that did not fit what is declared of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misfit {
    /// Who asked.
    pub activity: ActivityId,
    /// When it asked.
    #[serde(with = "crate::run::moment")]
    pub at: Timestamp,
    /// What does not fit, in plain words.
    pub message: String,
}

impl Trace {
    /// One JSON object per line and run.
    pub fn to_json_lines(&self) -> String {
        let mut text = String::new();
        for run in &self.runs {
            // A run is plain data with text keys: it always has a JSON form.
            text.push_str(&serde_json::to_string(run).unwrap_or_default());
            text.push('\n');
        }
        text
    }
}
