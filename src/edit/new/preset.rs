//! A new action that begins with a preset: its name, and what only the owner of the account can say.

use crate::edit::{Edit, placeholder};
use crate::journey::presets::{Preset, as_called};
use crate::journey::{Action, ActionId, Endpoint, Item, Object, Workspace};

use super::{action, draft, free_name};

/// What a person says of a new action that begins with a preset.
#[derive(Clone, Debug, PartialEq)]
pub struct PresetDraft {
    /// As it is typed; see [`PresetDraft::identifier`].
    pub name: String,
    /// What it begins with.
    pub preset: &'static Preset,
    /// What stands in place of the made-up values, in their order; empty: to be filled in later.
    pub answers: Vec<String>,
    /// Whether it carries messages of channels; else steps call it and fill in what a message would give.
    pub is_provider: bool,
}

impl PresetDraft {
    /// The preset under the first name that is free.
    pub fn begin(workspace: &Workspace, preset: &'static Preset, is_provider: bool) -> Self {
        let said = draft::said(&preset.name);
        let free = free_name::<Action>(workspace, &said);
        let name = format!("{}{}", preset.name, free.strip_prefix(&said).map_or_else(String::new, numbered));
        Self { name, preset, answers: vec![String::new(); preset.fill_in.len()], is_provider }
    }

    /// The id of the action until one is drawn.
    pub fn id(&self) -> ActionId {
        placeholder(Action::KIND, 1).as_str().into()
    }

    /// As expressions will say it.
    pub fn identifier(&self) -> String {
        draft::said(&self.name)
    }

    /// The action as it will be.
    pub fn action(&self) -> Action {
        let filled = self.preset.filled(&self.answers);
        let action = if self.is_provider { filled } else { as_called(filled) };
        Action { id: self.id(), name: self.identifier(), description: draft::words(&self.name), ..action }
    }

    /// The endpoint, new or with one method more, and last the action.
    pub fn edits(&self, workspace: &Workspace) -> Vec<Edit> {
        let mut action = self.action();
        let known = action::endpoint(workspace, &action.url, action.method);
        let is_known = workspace.inventory.get::<Endpoint>(&known.id).is_some();
        // What somebody recorded of a system counts more than what a preset says.
        let endpoint = if is_known {
            known
        } else {
            let limits = &self.preset.limits;
            Endpoint { capacity_per_second: limits.per_second, capacity_unstated: limits.per_second.is_none(), ..known }
        };
        action.endpoint = Some(endpoint.id.clone());
        let is_new = workspace.inventory.get::<Endpoint>(&endpoint.id) != Some(&endpoint);
        let endpoint = Some(Item::Endpoint(endpoint)).filter(|_| is_new);
        endpoint.into_iter().chain([Item::Action(action)]).map(|item| Edit::Put(Box::new(item))).collect()
    }
}

/// A number at the end of a name, as words have it.
fn numbered(number: &str) -> String {
    if number.is_empty() { String::new() } else { format!(" {number}") }
}
