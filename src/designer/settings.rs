//! What the window remembers about a person: look, recent workspaces, where the panels end.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journey::{JourneyId, ScenarioId};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Look {
    #[default]
    System,
    Light,
    Dark,
}

impl From<Look> for egui::ThemePreference {
    fn from(look: Look) -> Self {
        match look {
            Look::System => Self::System,
            Look::Light => Self::Light,
            Look::Dark => Self::Dark,
        }
    }
}

/// A workspace that was open before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recent {
    /// Its folder.
    pub path: PathBuf,
    /// What it is called.
    pub name: String,
    /// How many journeys it had.
    pub journeys: usize,
    /// How many errors stood when it was last open.
    pub errors: usize,
    /// When it was last open.
    pub at: Timestamp,
}

/// See the module.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub look: Look,
    /// Size of everything in percent, 100 to 200.
    pub scale: u32,
    /// The newest first.
    pub recents: Vec<Recent>,
    /// Whether the palette is there.
    pub palette: bool,
    /// Whether the inspector is there.
    pub inspector: bool,
    /// Whether the drawer is there.
    pub drawer: bool,
    /// Width of the palette in points.
    pub palette_width: f32,
    /// Width of the inspector in points.
    pub inspector_width: f32,
    /// Height of the drawer in points, once somebody has chosen one; else it follows the window.
    pub drawer_dragged: Option<f32>,
    /// Where a file or a folder was chosen last.
    pub folder: Option<PathBuf>,
    /// Steps that were added last, by their key.
    pub used_steps: Vec<String>,
    /// The journey that was shown last: what is recovered or opened again begins there.
    pub journey: Option<JourneyId>,
    /// Scenarios that were opened or saved last, the newest first: a test run of their journey begins with them.
    pub scenarios: Vec<ScenarioId>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            look: Look::System,
            scale: 100,
            recents: Vec::new(),
            palette: true,
            inspector: true,
            drawer: true,
            palette_width: super::theme::PALETTE,
            inspector_width: super::theme::INSPECTOR,
            drawer_dragged: None,
            folder: None,
            used_steps: Vec::new(),
            journey: None,
            scenarios: Vec::new(),
        }
    }
}

/// How many recent workspaces are kept.
const RECENTS: usize = 8;
/// How many scenarios are remembered.
const SCENARIOS: usize = 50;
/// The sizes of everything that can be chosen, in percent.
const SCALES: [u32; 5] = [100, 125, 150, 175, 200];

impl Settings {
    /// Reads them from the person's folder; what cannot be read is as for a new person.
    pub fn load(folder: Option<&Path>) -> Self {
        let text = folder.and_then(|folder| std::fs::read_to_string(folder.join("settings.ron")).ok());
        text.and_then(|text| ron::from_str(&text).ok()).unwrap_or_default()
    }

    /// Writes them. They are a comfort: where that fails, nothing is lost that anybody made.
    pub fn store(&self, folder: Option<&Path>) {
        let Some(folder) = folder else { return };
        let Ok(text) = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::new()) else { return };
        let _comfort = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(folder.join("settings.ron"), text));
    }

    /// Puts a workspace at the head of the recent ones.
    pub fn remember(&mut self, recent: Recent) {
        self.recents.retain(|known| known.path != recent.path);
        self.recents.insert(0, recent);
        self.recents.truncate(RECENTS);
    }

    /// Remembers that a step was added.
    pub fn used(&mut self, key: &str) {
        self.used_steps.retain(|known| known != key);
        self.used_steps.insert(0, key.to_owned());
        self.used_steps.truncate(4);
    }

    /// Remembers that this scenario is the one that is run.
    pub fn rehearsed(&mut self, scenario: &ScenarioId) {
        if self.scenarios.first() != Some(scenario) {
            self.scenarios.retain(|known| known != scenario);
            self.scenarios.insert(0, scenario.clone());
            self.scenarios.truncate(SCENARIOS);
        }
    }

    /// Everything a size larger or smaller.
    pub fn scale_by(&mut self, steps: isize) {
        let now = SCALES.iter().position(|scale| *scale >= self.scale).unwrap_or(0);
        let next = now.saturating_add_signed(steps).min(SCALES.len() - 1);
        self.scale = SCALES.get(next).copied().unwrap_or(100);
    }
}
