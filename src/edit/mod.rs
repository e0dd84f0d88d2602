//! DRAW: the only way to change a document.
//!
//! [`Edit`] is the closed list of changes; [`apply`] carries one out or refuses it and changes nothing.
//! Undo, remedies, paste, dragging and imports all go through it. New ids come with the edit: chance
//! belongs to the caller.

mod arrange;
mod canvas;
pub mod clipboard;
mod connect;
pub mod describe;
pub mod fragment;
pub mod grid;
mod history;
mod ids;
pub mod jump;
pub mod new;
mod palette;
mod place;
mod rename;
mod stock;
pub mod uses;
pub mod version;

use std::sync::Arc;

use jiff::Timestamp;
use thiserror::Error;

use crate::journey::{
    Activity, ActivityId, Connection, ConnectionId, DataSourceId, EndLabel, Item, ItemRef, Journey, JourneyId,
    Organization, Placement, Population, Port, Properties, Scenario, ScenarioId, Settings, Version, Workspace,
};

pub use arrange::{arrange, arrange_some};
pub use clipboard::{Clip, duplicate};
pub use connect::{Refusal, connect, reconnect, remove, targets};
pub use history::{History, Step};
pub use ids::{draw_ids, placeholder};
pub use palette::Stencil;
pub use place::{Spot, add, room_before};
pub use rename::{can_rename, can_rename_output};

/// One change of the document.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A new journey.
    AddJourney(Box<Journey>),
    /// A journey, its layout, its scenarios and its versions go.
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
    /// A field group is called otherwise, in every expression that names it too.
    RenameFieldGroup {
        /// The data source in which it is.
        source: DataSourceId,
        /// Its name.
        from: String,
        /// Its new name.
        to: String,
    },
    /// A parameter of a field group is called otherwise, in every expression that gives it too.
    RenameParameter {
        /// The data source.
        source: DataSourceId,
        /// The field group.
        group: String,
        /// Its name.
        from: String,
        /// Its new name.
        to: String,
    },
    /// What a content decision or a dataset lookup brings is called otherwise, in every expression of its journey too.
    RenameOutput {
        /// Which journey.
        journey: JourneyId,
        /// Which step.
        activity: ActivityId,
        /// The new name.
        name: String,
    },
    /// What holds for the workspace as a whole.
    SetSettings(Box<Settings>),
    /// What the organization allows.
    SetOrganization(Option<Box<Organization>>),
    /// Who the people of a forecast are.
    SetPopulation(Option<Box<Population>>),
    /// A saved dry run, new or in the place of the one with the same id.
    PutScenario(Box<Scenario>),
    /// A saved dry run goes.
    RemoveScenario(ScenarioId),
    /// Another content for the journey with the same id.
    PutJourney(Box<Journey>),
    /// A version of a journey is kept; the draft goes on from it.
    KeepVersion(Box<Version>),
    /// Somebody says that a version was published, or that it was not.
    SetPublished {
        /// Of which journey.
        journey: JourneyId,
        /// Its number.
        version: u32,
        /// When.
        at: Option<Timestamp>,
    },
    /// A version goes that was never published.
    RemoveVersion {
        /// Of which journey.
        journey: JourneyId,
        /// Its number.
        version: u32,
    },
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
    /// No such version.
    #[error("there is no version {1} of {0}")]
    NoVersion(JourneyId, u32),
    /// What was published is not taken away.
    #[error("version {0} was published and is kept")]
    Published(u32),
    /// The id is taken.
    #[error("the id {0} is already used")]
    Taken(String),
    /// The activity has no such port.
    #[error("{0} has no such way out")]
    NoPort(ActivityId),
    /// Only a draft of a fragment is changed or deleted.
    #[error("the fragment \u{201c}{0}\u{201d} is no draft: make it a draft again first")]
    NoDraft(String),
    /// The object has no part of this name.
    #[error("there is no {kind} {name}")]
    NoPart {
        /// What it is: `field group`.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// Another object of this kind has that name, and expressions could not tell them apart.
    #[error("another {kind} is already called {name}: choose another name")]
    NameTaken {
        /// What it is: `event`, `audience`.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// Expressions cannot write this name.
    #[error("\u{201c}{name}\u{201d} cannot be the name of this {kind} in expressions: use letters, digits and _ only")]
    BadName {
        /// What it is: `event`, `action`.
        kind: &'static str,
        /// The name.
        name: String,
    },
}

/// Carries out one edit.
///
/// # Errors
/// Says what does not exist or already exists; the workspace is then as it was.
pub fn apply(workspace: &mut Workspace, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::AddJourney(journey) => canvas::add_journey(workspace, journey),
        Edit::RemoveJourney(journey) => canvas::remove_journey(workspace, journey),
        Edit::SetHead { journey, name, description, tags, note } => {
            let journey = canvas::write(workspace, journey)?;
            journey.name.clone_from(name);
            journey.description.clone_from(description);
            journey.tags.clone_from(tags);
            journey.note.clone_from(note);
            Ok(())
        }
        Edit::SetProperties { journey, properties } => {
            canvas::write(workspace, journey)?.properties = (**properties).clone();
            Ok(())
        }
        Edit::AddActivity { journey, activity, x, y } => canvas::add_activity(workspace, journey, activity, (*x, *y)),
        Edit::SetActivity { journey, activity } => canvas::set_activity(workspace, journey, activity),
        Edit::RemoveActivity { journey, activity } => canvas::remove_activity(workspace, journey, activity),
        Edit::Connect { journey, connection } => canvas::connect(workspace, journey, connection),
        Edit::Disconnect { journey, connection } => canvas::disconnect(workspace, journey, connection),
        Edit::Move { journey, to } => canvas::move_to(workspace, journey, to),
        Edit::SetEndLabel { journey, from, port, label } => {
            let end = EndLabel { from: from.clone(), port: port.clone(), label: label.clone() };
            canvas::set_end_label(workspace, journey, &end)
        }
        Edit::Put(item) => stock::put(workspace, item),
        Edit::Remove(item) => stock::remove(workspace, item),
        Edit::Rename { item, name } => rename::object(workspace, item, name),
        Edit::RenameFieldGroup { source, from, to } => rename::field_group(workspace, source, from, to),
        Edit::RenameParameter { source, group, from, to } => rename::parameter(workspace, source, (group, from), to),
        Edit::RenameOutput { journey, activity, name } => rename::output(workspace, journey, activity, name),
        Edit::SetSettings(settings) => {
            workspace.settings = Arc::new((**settings).clone());
            Ok(())
        }
        Edit::SetOrganization(organization) => {
            workspace.organization = organization.as_deref().cloned().map(Arc::new);
            Ok(())
        }
        Edit::SetPopulation(population) => {
            workspace.population = population.as_deref().cloned().map(Arc::new);
            Ok(())
        }
        Edit::PutScenario(scenario) => {
            stock::put_scenario(workspace, scenario);
            Ok(())
        }
        Edit::RemoveScenario(scenario) => stock::remove_scenario(workspace, scenario),
        Edit::PutJourney(journey) => version::put_journey(workspace, journey),
        Edit::KeepVersion(kept) => version::keep_version(workspace, kept),
        Edit::SetPublished { journey, version, at } => version::set_published(workspace, journey, *version, *at),
        Edit::RemoveVersion { journey, version } => version::remove_version(workspace, journey, *version),
    }
}

/// Carries out several edits, all or none.
///
/// # Errors
/// The first refusal; the workspace is then as it was.
pub fn apply_all(workspace: &mut Workspace, edits: &[Edit]) -> Result<(), EditError> {
    // A copy costs a few pointers: the parts are shared.
    let before = (edits.len() > 1).then(|| workspace.clone());
    for edit in edits {
        if let Err(refusal) = apply(workspace, edit) {
            if let Some(before) = before {
                *workspace = before;
            }
            return Err(refusal);
        }
    }
    Ok(())
}
