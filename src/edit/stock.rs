//! Edits of what journeys share: objects of the inventory and saved scenarios.

use std::sync::Arc;

use crate::journey::{Item, ItemRef, Scenario, ScenarioId, Workspace};

use super::EditError;

pub(super) fn put(workspace: &mut Workspace, item: &Item) {
    let inventory = Arc::make_mut(&mut workspace.inventory);
    inventory.put(item.clone());
    inventory.sort();
}

pub(super) fn remove(workspace: &mut Workspace, item: &ItemRef) -> Result<(), EditError> {
    if workspace.inventory.item(item).is_none() {
        return Err(EditError::NoItem(item.clone()));
    }
    Arc::make_mut(&mut workspace.inventory).remove(item);
    Ok(())
}

pub(super) fn put_scenario(workspace: &mut Workspace, scenario: &Scenario) {
    workspace.scenarios.insert(scenario.id.clone(), Arc::new(scenario.clone()));
}

pub(super) fn remove_scenario(workspace: &mut Workspace, id: &ScenarioId) -> Result<(), EditError> {
    workspace.scenarios.remove(id).map(|_| ()).ok_or_else(|| EditError::NoScenario(id.clone()))
}
