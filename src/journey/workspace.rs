//! The workspace: the document as a whole. A folder on disk, a tree of shared parts in memory.
//!
//! Parts are behind [`Arc`], so that a copy for the history costs a few pointers.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::activity::is_default;
use super::{
    Inventory, Journey, JourneyId, Platform, Population, Scenario, ScenarioId, Version, VersionId, WorkspaceId,
};

/// Everything that is saved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workspace {
    /// What holds for the workspace as a whole.
    pub settings: Arc<Settings>,
    /// What the organization allows; `None` where nobody stated it.
    pub organization: Option<Arc<Organization>>,
    /// What the journeys share.
    pub inventory: Arc<Inventory>,
    /// The journeys.
    pub journeys: BTreeMap<JourneyId, Arc<Journey>>,
    /// Who the people of a forecast are; `None` where nobody said.
    pub population: Option<Arc<Population>>,
    /// The saved dry runs.
    pub scenarios: BTreeMap<ScenarioId, Arc<Scenario>>,
    /// The kept versions of the journeys, by journey and number.
    pub versions: BTreeMap<VersionId, Arc<Version>>,
    /// Journeys elsewhere that a definition jumps to, each only its name and its entry. Empty in a workspace on disk;
    /// an outline is never run, checked or saved.
    pub outlines: BTreeMap<JourneyId, Arc<Journey>>,
}

impl Workspace {
    /// The journey that a jump leads to: one of the workspace's own, or the outline of one elsewhere.
    pub fn target(&self, id: &JourneyId) -> Option<&Journey> {
        self.journeys.get(id).or_else(|| self.outlines.get(id)).map(Arc::as_ref)
    }
}

/// What holds for the workspace as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Identity.
    pub id: WorkspaceId,
    /// What people call it.
    pub name: String,
    /// What runs its journeys, where an environment does not say otherwise.
    #[serde(default, skip_serializing_if = "is_default")]
    pub platform: Platform,
    /// The sandbox.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sandbox: Sandbox,
}

/// A sandbox of the platform.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sandbox {
    /// Its name: `prod`.
    pub name: String,
    /// Whether customers are reached from it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub production: bool,
}

/// The licence that an organization holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Package {
    /// One action, no condition, no wait.
    Select,
    /// The usual one.
    #[default]
    Prime,
    /// Everything.
    Ultimate,
}

/// What the organization allows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// Version of the text form.
    pub format: u32,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its licence.
    #[serde(default, skip_serializing_if = "is_default")]
    pub package: Package,
    /// Largest journey in bytes; 2,000,000 where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journey_bytes: Option<i64>,
    /// Journeys that may be live at once; the platform's own number where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_journeys: Option<i64>,
    /// Journeys that are live, closed, paused or in a dry run in the sandbox; those published from this workspace where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_journeys: Option<i64>,
    /// Audience qualifications and exit criteria over audiences of the journeys that are active in the sandbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience_qualifications: Option<i64>,
    /// People whom paused journeys hold, all journeys of the organization together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_profiles: Option<i64>,
    /// Messages in apps and on pages that the journeys and campaigns of the sandbox show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inbound_messages: Option<i64>,
    /// How often apps and pages ask for their content in the busiest second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inbound_requests_per_second: Option<i64>,
    /// Active fragments of the sandbox that are not of this workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_fragments: Option<i64>,
    /// Active rule sets for messages of the sandbox that are not of this workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_channel_rule_sets: Option<i64>,
    /// Active rule sets for journeys of the sandbox that are not of this workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_journey_rule_sets: Option<i64>,
    /// Whether it has the healthcare edition of the platform.
    #[serde(default, skip_serializing_if = "is_default")]
    pub healthcare: bool,
}
