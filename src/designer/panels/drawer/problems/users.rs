//! Which journeys use an object of the inventory, for problems that lie in one: worked out once per revision.

use std::collections::BTreeMap;

use crate::designer::session::Session;
use crate::edit::uses;
use crate::journey::ItemRef;

/// See the module.
#[derive(Default)]
pub(super) struct Users {
    revision: u64,
    known: BTreeMap<ItemRef, Vec<String>>,
}

impl Users {
    /// The names of the journeys that use the object.
    pub fn of(&mut self, item: &ItemRef, session: &Session) -> &[String] {
        if self.revision != session.revision() {
            *self = Self { revision: session.revision(), ..Self::default() };
        }
        let workspace = session.workspace();
        self.known.entry(item.clone()).or_insert_with(|| {
            let journeys = uses::journeys(workspace, item);
            journeys.iter().filter_map(|id| workspace.journeys.get(id)).map(|journey| journey.name.clone()).collect()
        })
    }
}
