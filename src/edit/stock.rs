//! Edits of what journeys share: objects of the inventory and saved scenarios.

use std::sync::Arc;

use crate::journey::{Fragment, FragmentStatus, Item, ItemRef, Scenario, ScenarioId, Workspace};

use super::EditError;

pub(super) fn put(workspace: &mut Workspace, item: &Item) -> Result<(), EditError> {
    if let Item::Fragment(fragment) = item {
        may_become(workspace, fragment)?;
    }
    let inventory = Arc::make_mut(&mut workspace.inventory);
    inventory.put(item.clone());
    inventory.sort();
    Ok(())
}

/// A fragment that is used, or was, is neither renamed nor deleted.
pub(super) fn may_change(workspace: &Workspace, item: &ItemRef) -> Result<(), EditError> {
    match item {
        ItemRef::Fragment(id) => match workspace.inventory.get::<Fragment>(id) {
            Some(known) if known.status != FragmentStatus::Draft => Err(EditError::NoDraft(known.name.clone())),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// What is used, or was, stays as it is: copies of it are in journeys under its name.
fn may_become(workspace: &Workspace, fragment: &Fragment) -> Result<(), EditError> {
    let Some(known) = workspace.inventory.get::<Fragment>(&fragment.id) else { return Ok(()) };
    let same = Fragment { status: known.status, ..fragment.clone() } == *known;
    if same || known.status == FragmentStatus::Draft { Ok(()) } else { Err(EditError::NoDraft(known.name.clone())) }
}

pub(super) fn remove(workspace: &mut Workspace, item: &ItemRef) -> Result<(), EditError> {
    if workspace.inventory.item(item).is_none() {
        return Err(EditError::NoItem(item.clone()));
    }
    may_change(workspace, item)?;
    Arc::make_mut(&mut workspace.inventory).remove(item);
    Ok(())
}

pub(super) fn put_scenario(workspace: &mut Workspace, scenario: &Scenario) {
    workspace.scenarios.insert(scenario.id.clone(), Arc::new(scenario.clone()));
}

pub(super) fn remove_scenario(workspace: &mut Workspace, id: &ScenarioId) -> Result<(), EditError> {
    workspace.scenarios.remove(id).map(|_| ()).ok_or_else(|| EditError::NoScenario(id.clone()))
}
