//! Fragments: named pieces of journeys, kept to be copied into others. A fragment reaches the inventory as a journey
//! does, but nothing runs it: what runs are its copies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::journey::activity::is_default;
use crate::journey::{Activity, Connection, EndLabel, FragmentId, Graph, Journey, Placement};

/// How far a fragment has come: from a draft to what is used, from that into the archive, and back to a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum FragmentStatus {
    /// It is changed and deleted, and not used yet.
    #[default]
    Draft,
    /// It is put into journeys, and stays as it is.
    Active,
    /// It is used no more, and stays as it is.
    Archived,
}

impl FragmentStatus {
    /// The one that may follow.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Draft => Self::Active,
            Self::Active => Self::Archived,
            Self::Archived => Self::Draft,
        }
    }
}

/// A named piece of journeys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fragment {
    /// Stable key.
    pub id: FragmentId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// How far it has come.
    #[serde(default, skip_serializing_if = "is_default")]
    pub status: FragmentStatus,
    /// The steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Activity>,
    /// The wires between them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<Connection>,
    /// What their ends are called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<EndLabel>,
    /// Where they stand to each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layout: Vec<Placement>,
}

impl Fragment {
    /// The same steps as a journey without a name, to draw them and to follow their wires.
    pub fn as_journey(&self) -> Journey {
        Journey {
            activities: self.activities.clone(),
            connections: self.connections.clone(),
            ends: self.ends.clone(),
            layout: self.layout.clone(),
            ..Journey::default()
        }
    }

    /// The steps to which no wire leads, from left to right.
    pub fn entries(&self) -> Vec<&Activity> {
        let journey = self.as_journey();
        let graph = Graph::of(&journey);
        let mut roots: Vec<usize> = graph.roots().collect();
        roots.sort_by_key(|node| (graph.nodes[*node].x, graph.nodes[*node].y));
        roots.into_iter().filter_map(|node| self.activities.get(node)).collect()
    }

    /// Puts every list into canonical order. Branches and fields keep theirs.
    pub(in crate::journey) fn sort(&mut self) {
        self.activities.sort_by(|a, b| a.id.cmp(&b.id));
        self.connections.sort_by(|a, b| a.id.cmp(&b.id));
        self.ends.sort_by(|a, b| (&a.from, &a.port).cmp(&(&b.from, &b.port)));
        self.layout.sort_by(|a, b| a.activity.cmp(&b.activity));
    }
}
