//! Versions: one is kept, marked as published, gone back to, taken away. A kept version is never changed otherwise.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Edit, EditError, canvas, rename};
use crate::journey::{Activity, Definition, Journey, JourneyId, Version, Workspace};

/// The edits that keep the journey as it is now as its next version; empty where there is no such journey.
pub fn keep(workspace: &Workspace, journey: &JourneyId, now: Timestamp) -> Vec<Edit> {
    let version = Version::next(workspace, journey, now);
    version.map(|version| Edit::KeepVersion(Box::new(version))).into_iter().collect()
}

/// Whether the journey, or an object that it reaches, says something else than the version: moved cards and notes count
/// for nothing.
pub fn differs(workspace: &Workspace, version: &Version) -> bool {
    let now = Definition::of(workspace, &version.journey.id);
    let was = version.definition();
    now.is_none_or(|now| (now.journey, now.inventory) != (was.journey, was.inventory))
}

/// Whether people go through the journey otherwise than in the version: steps, lines and properties count, names and
/// tags do not.
pub fn flows_otherwise(journey: &Journey, version: &Version) -> bool {
    let was = &version.journey;
    let does = |step: &Activity, other: &Activity| {
        (&step.id, &step.label, &step.kind) == (&other.id, &other.label, &other.kind)
    };
    let is_same = journey.activities.len() == was.activities.len()
        && journey.activities.iter().zip(&was.activities).all(|(step, other)| does(step, other));
    journey.properties != was.properties || journey.connections != was.connections || !is_same
}

/// The edits after which the journey is again what it was in a version: its steps, wires and properties. Its name and
/// what is noted of it stay; objects that are gone come back, and those that are called otherwise now are called so in
/// it too. Empty where there is no such version.
pub fn go_back(workspace: &Workspace, journey: &JourneyId, number: u32) -> Vec<Edit> {
    let (Some(now), Some(version)) =
        (workspace.journeys.get(journey), workspace.versions.get(&(journey.clone(), number)))
    else {
        return Vec::new();
    };
    let mut then = Workspace {
        inventory: Arc::new(version.inventory.clone()),
        journeys: [(journey.clone(), Arc::new(version.journey.clone()))].into_iter().collect(),
        ..Workspace::default()
    };
    for item in version.inventory.items() {
        if let Some(known) = workspace.inventory.item(&item.reference()).filter(|known| known.name() != item.name()) {
            // A name that two objects would have is left as it was: the guardrails then say where.
            let _ = rename::object(&mut then, &item.reference(), known.name());
        }
    }
    // What comes back calls the others as they are called now.
    let lost = then.inventory.items().into_iter().filter(|item| workspace.inventory.item(&item.reference()).is_none());
    let mut edits: Vec<Edit> = lost.map(|item| Edit::Put(Box::new(item))).collect();
    let Some(was) = then.journeys.remove(journey) else { return Vec::new() };
    edits.push(Edit::PutJourney(Box::new(Journey {
        name: now.name.clone(),
        description: now.description.clone(),
        tags: now.tags.clone(),
        note: now.note.clone(),
        based_on: workspace.latest_version(journey).map(|latest| latest.number),
        ..Arc::unwrap_or_clone(was)
    })));
    edits
}

pub(super) fn keep_version(workspace: &mut Workspace, version: &Version) -> Result<(), EditError> {
    let id = version.id();
    if workspace.versions.contains_key(&id) {
        return Err(EditError::Taken(format!("{} of {}", id.1, id.0)));
    }
    canvas::write(workspace, &id.0)?.based_on = Some(version.number);
    workspace.versions.insert(id, Arc::new(version.clone()));
    Ok(())
}

pub(super) fn set_published(
    workspace: &mut Workspace,
    journey: &JourneyId,
    number: u32,
    at: Option<Timestamp>,
) -> Result<(), EditError> {
    let known = workspace.versions.get_mut(&(journey.clone(), number));
    let known = known.ok_or_else(|| EditError::NoVersion(journey.clone(), number))?;
    Arc::make_mut(known).published = at;
    Ok(())
}

pub(super) fn remove_version(workspace: &mut Workspace, journey: &JourneyId, number: u32) -> Result<(), EditError> {
    let id = (journey.clone(), number);
    let known = workspace.versions.get(&id).ok_or_else(|| EditError::NoVersion(journey.clone(), number))?;
    if known.published.is_some() {
        return Err(EditError::Published(number));
    }
    workspace.versions.remove(&id);
    // The draft now goes on from the one before it.
    let latest = workspace.latest_version(journey).map(|latest| latest.number);
    if workspace.journeys.get(journey).is_some_and(|journey| journey.based_on == Some(number)) {
        canvas::write(workspace, journey)?.based_on = latest;
    }
    Ok(())
}

pub(super) fn put_journey(workspace: &mut Workspace, journey: &Journey) -> Result<(), EditError> {
    let known = canvas::write(workspace, &journey.id)?;
    known.clone_from(journey);
    known.sort();
    Ok(())
}
