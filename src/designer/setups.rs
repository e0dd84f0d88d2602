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
    /// It was left for another scenario, and waits.
    #[serde(default)]
    aside: bool,
}

impl Setups {
    /// Reads them from the person's folder; what cannot be read is as for a new person.
    pub fn load(folder: Option<&Path>) -> Self {
        let text = folder.and_then(|folder| std::fs::read_to_string(file(folder)).ok());
        text.and_then(|text| ron::from_str(&text).ok()).unwrap_or_default()
    }

    /// What was set up for this journey: what was open, and what waited aside.
    pub fn find(&self, root: &Path, journey: &JourneyId) -> (Option<Scenario>, Vec<Scenario>) {
        let (mut open, mut aside) = (None, Vec::new());
        for known in self.of(root, journey) {
            if known.aside {
                aside.push(known.scenario.clone());
            } else {
                open = Some(known.scenario.clone());
            }
        }
        (open, aside)
    }

    /// What is set up for this journey now and no scenario has: open, and aside. True where that is news.
    pub fn keep(&mut self, root: &Path, journey: &JourneyId, open: Option<&Scenario>, aside: &[Scenario]) -> bool {
        let all = || aside.iter().map(|scenario| (scenario, true)).chain(open.map(|scenario| (scenario, false)));
        let known = self.of(root, journey).map(|known| (&known.scenario, known.aside));
        if known.eq(all()) {
            return false;
        }
        let setup =
            |(scenario, aside): (&Scenario, bool)| Setup { root: root.into(), scenario: scenario.clone(), aside };
        let now: Vec<Setup> = all().map(setup).collect();
        self.0.retain(|known| known.root != root || &known.scenario.journey != journey);
        self.0.extend(now);
        self.0.drain(..self.0.len().saturating_sub(MOST));
        true
    }

    fn of<'a>(&'a self, root: &Path, journey: &JourneyId) -> impl Iterator<Item = &'a Setup> {
        self.0.iter().filter(move |known| known.root == root && &known.scenario.journey == journey)
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
