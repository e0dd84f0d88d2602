//! Whoever signs in to another system: an action, or an external data source. Both do it in the same ways.

use crate::check::example::Sketch;
use crate::edit::Edit;
use crate::journey::{Action, Authentication, DataSource, DataSourceKind, Inventory, Item, ItemRef, Place};

/// Who signs in, and how.
pub(super) struct SignIn<'a> {
    /// What people call it.
    pub(super) name: &'a str,
    /// How it signs in.
    pub(super) authentication: &'a Authentication,
    who: Who<'a>,
}

enum Who<'a> {
    Action(&'a Action),
    Source(&'a DataSource, &'a str),
}

/// Everything that signs in, or could.
pub(super) fn all(inventory: &Inventory) -> impl Iterator<Item = SignIn<'_>> {
    let actions = inventory.actions.iter().map(|action| SignIn {
        name: &action.name,
        authentication: &action.authentication,
        who: Who::Action(action),
    });
    let sources = inventory.data_sources.iter().filter_map(|source| match &source.kind {
        DataSourceKind::External { url, authentication } => {
            Some(SignIn { name: &source.name, authentication, who: Who::Source(source, url) })
        }
        DataSourceKind::Platform => None,
    });
    actions.chain(sources)
}

impl SignIn<'_> {
    /// The place of a field of it.
    pub(super) fn place(&self, field: impl Into<String>) -> Place {
        let item = match self.who {
            Who::Action(action) => ItemRef::Action(action.id.clone()),
            Who::Source(source, _) => ItemRef::DataSource(source.id.clone()),
        };
        Place::item(item).field(field)
    }

    /// The same, signing in this way.
    pub(super) fn mended(&self, authentication: Authentication) -> Vec<Edit> {
        let item = match self.who {
            Who::Action(action) => Item::Action(Action { authentication, ..action.clone() }),
            Who::Source(source, url) => {
                let kind = DataSourceKind::External { url: url.to_owned(), authentication };
                Item::DataSource(DataSource { kind, ..source.clone() })
            }
        };
        vec![Edit::Put(Box::new(item))]
    }
}

/// A journey in a shop whose action for text messages signs in this way.
pub(super) fn with(authentication: Authentication) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            action.authentication = authentication.clone();
        }
    })
}
