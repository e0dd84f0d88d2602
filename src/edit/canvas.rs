//! Edits of one journey: its head, its activities and wires, where cards stand, what ends are called.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::journey::{
    Activity, ActivityId, Connection, ConnectionId, EndLabel, Journey, JourneyId, Placement, Port, Workspace,
};

use super::EditError;

/// The journey, to be read before it is decided whether the edit goes.
pub(super) fn read<'a>(workspace: &'a Workspace, id: &JourneyId) -> Result<&'a Journey, EditError> {
    workspace.journeys.get(id).map(Arc::as_ref).ok_or_else(|| EditError::NoJourney(id.clone()))
}

/// The journey, to be changed; it is copied first where a snapshot still holds it.
pub(super) fn write<'a>(workspace: &'a mut Workspace, id: &JourneyId) -> Result<&'a mut Journey, EditError> {
    workspace.journeys.get_mut(id).map(Arc::make_mut).ok_or_else(|| EditError::NoJourney(id.clone()))
}

fn known(journey: &Journey, id: &ActivityId) -> Result<(), EditError> {
    journey.activity(id).map(|_| ()).ok_or_else(|| EditError::NoActivity(id.clone()))
}

pub(super) fn add_journey(workspace: &mut Workspace, journey: &Journey) -> Result<(), EditError> {
    if workspace.journeys.contains_key(&journey.id) {
        return Err(EditError::Taken(journey.id.0.clone()));
    }
    let mut journey = journey.clone();
    journey.sort();
    workspace.journeys.insert(journey.id.clone(), Arc::new(journey));
    Ok(())
}

pub(super) fn remove_journey(workspace: &mut Workspace, id: &JourneyId) -> Result<(), EditError> {
    workspace.journeys.remove(id).ok_or_else(|| EditError::NoJourney(id.clone()))?;
    workspace.scenarios.retain(|_, scenario| &scenario.journey != id);
    workspace.versions.retain(|(journey, _), _| journey != id);
    Ok(())
}

pub(super) fn add_activity(
    workspace: &mut Workspace,
    journey: &JourneyId,
    activity: &Activity,
    (x, y): (i32, i32),
) -> Result<(), EditError> {
    if read(workspace, journey)?.activity(&activity.id).is_some() {
        return Err(EditError::Taken(activity.id.0.clone()));
    }
    let journey = write(workspace, journey)?;
    journey.activities.push(activity.clone());
    journey.activities.sort_by(|a, b| a.id.cmp(&b.id));
    place(journey, &[Placement { activity: activity.id.clone(), x, y }]);
    Ok(())
}

pub(super) fn set_activity(
    workspace: &mut Workspace,
    journey: &JourneyId,
    activity: &Activity,
) -> Result<(), EditError> {
    known(read(workspace, journey)?, &activity.id)?;
    let journey = write(workspace, journey)?;
    let before = journey.activity(&activity.id).map(|known| known.kind.ports()).unwrap_or_default();
    if let Some(known) = journey.activity_mut(&activity.id) {
        known.clone_from(activity);
    }
    let after = activity.kind.ports();
    // Only ports that vanish now take their wires along: what dangled before is a finding, not ours to remove.
    let vanished: Vec<Port> = before.into_iter().filter(|port| !after.contains(port)).collect();
    if !vanished.is_empty() {
        journey.connections.retain(|wire| wire.from != activity.id || !vanished.contains(&wire.port));
        journey.ends.retain(|end| end.from != activity.id || !vanished.contains(&end.port));
    }
    Ok(())
}

pub(super) fn remove_activity(
    workspace: &mut Workspace,
    journey: &JourneyId,
    id: &ActivityId,
) -> Result<(), EditError> {
    known(read(workspace, journey)?, id)?;
    let journey = write(workspace, journey)?;
    journey.activities.retain(|activity| &activity.id != id);
    journey.connections.retain(|wire| &wire.from != id && &wire.to != id);
    journey.ends.retain(|end| &end.from != id);
    journey.layout.retain(|placement| &placement.activity != id);
    Ok(())
}

pub(super) fn connect(workspace: &mut Workspace, journey: &JourneyId, wire: &Connection) -> Result<(), EditError> {
    let known = read(workspace, journey)?;
    if known.connections.iter().any(|other| other.id == wire.id) {
        return Err(EditError::Taken(wire.id.0.clone()));
    }
    has_port(known, &wire.from, &wire.port)?;
    self::known(known, &wire.to)?;
    let journey = write(workspace, journey)?;
    journey.connections.push(wire.clone());
    journey.connections.sort_by(|a, b| a.id.cmp(&b.id));
    // The path goes on from here: what its end was called is history.
    journey.ends.retain(|end| end.from != wire.from || end.port != wire.port);
    Ok(())
}

fn has_port(journey: &Journey, id: &ActivityId, port: &Port) -> Result<(), EditError> {
    let activity = journey.activity(id).ok_or_else(|| EditError::NoActivity(id.clone()))?;
    if activity.kind.ports().contains(port) { Ok(()) } else { Err(EditError::NoPort(id.clone())) }
}

pub(super) fn disconnect(workspace: &mut Workspace, journey: &JourneyId, id: &ConnectionId) -> Result<(), EditError> {
    if !read(workspace, journey)?.connections.iter().any(|wire| &wire.id == id) {
        return Err(EditError::NoConnection(id.clone()));
    }
    write(workspace, journey)?.connections.retain(|wire| &wire.id != id);
    Ok(())
}

pub(super) fn move_to(workspace: &mut Workspace, journey: &JourneyId, to: &[Placement]) -> Result<(), EditError> {
    let before = read(workspace, journey)?;
    to.iter().try_for_each(|placement| known(before, &placement.activity))?;
    if to.iter().any(|placement| before.placement(&placement.activity) != Some(placement)) {
        place(write(workspace, journey)?, to);
    }
    Ok(())
}

/// Puts cards where they are told to be; of two places for one card the last counts.
fn place(journey: &mut Journey, to: &[Placement]) {
    let moved: BTreeSet<&ActivityId> = to.iter().map(|placement| &placement.activity).collect();
    journey.layout.retain(|placement| !moved.contains(&placement.activity));
    let mut placed = BTreeSet::new();
    journey.layout.extend(to.iter().rev().filter(|placement| placed.insert(&placement.activity)).cloned());
    journey.layout.sort_by(|a, b| a.activity.cmp(&b.activity));
}

pub(super) fn set_end_label(workspace: &mut Workspace, journey: &JourneyId, end: &EndLabel) -> Result<(), EditError> {
    has_port(read(workspace, journey)?, &end.from, &end.port)?;
    let journey = write(workspace, journey)?;
    journey.ends.retain(|known| known.from != end.from || known.port != end.port);
    if !end.label.is_empty() {
        journey.ends.push(end.clone());
        journey.ends.sort_by(|a, b| (&a.from, &a.port).cmp(&(&b.from, &b.port)));
    }
    Ok(())
}
