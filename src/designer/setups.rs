//! Test runs that were set up and not saved as scenarios: kept in the person's folder by workspace and journey, so that
//! nothing of them is lost when the window closes.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::journey::{JourneyId, Scenario};

/// How many are kept; the oldest go.
const MOST: usize = 50;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Setups(Vec<Setup>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Setup {
    root: PathBuf,
    scenario: Scenario,
}

impl Setups {
    /// Reads them from the person's folder; what cannot be read is as for a new person.
    pub fn load(folder: Option<&Path>) -> Self {
        let text = folder.and_then(|folder| std::fs::read_to_string(file(folder)).ok());
        text.and_then(|text| ron::from_str(&text).ok()).unwrap_or_default()
    }

    /// What was set up for this journey.
    pub fn find(&self, root: &Path, journey: &JourneyId) -> Option<&Scenario> {
        let known = self.0.iter().find(|known| known.root == root && &known.scenario.journey == journey);
        known.map(|known| &known.scenario)
    }

    /// What is set up for this journey now; `None` where nothing is that no scenario has. True where that is news.
    pub fn keep(&mut self, root: &Path, journey: &JourneyId, now: Option<&Scenario>) -> bool {
        if self.find(root, journey) == now {
            return false;
        }
        self.0.retain(|known| known.root != root || &known.scenario.journey != journey);
        self.0.extend(now.map(|scenario| Setup { root: root.to_owned(), scenario: scenario.clone() }));
        self.0.drain(..self.0.len().saturating_sub(MOST));
        true
    }

    /// Writes them. Where that fails, the window goes on with what it has.
    pub fn store(&self, folder: Option<&Path>) {
        let Some(folder) = folder else { return };
        let Ok(text) = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::new()) else { return };
        let _comfort = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(file(folder), text));
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("test-runs.ron")
}
