//! Steps in the field's own schema: what is known around a step is looked up, and the versions that people are on are read
//! once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::instances::key;
use crate::exchange::json;
use crate::journey::{Definition, Event, Namespace, NamespaceId, ProfileId};
use crate::run::{Entry, Program};
use crate::serve::engine::{Shown, ShownStep};
use crate::serve::store::{Activations, Definitions, People, StoreError};
use crate::wire::{StepEvent, Told};

/// Versions that are held at once; people are on few.
const MOST: usize = 64;

/// Versions that were read.
#[derive(Debug, Default)]
pub(super) struct Versions(Mutex<HashMap<String, Arc<Version>>>);

/// A version as step events show it.
#[derive(Debug)]
struct Version {
    definition: Definition,
    /// Which of the journey's versions it is, from 1.
    number: usize,
    /// By what the journey knows people, and what that is called.
    namespace: Option<(NamespaceId, String)>,
}

impl Versions {
    /// The step event of a step; nothing where its run is forgotten.
    pub(super) fn event(&self, store: &Connection, step: &ShownStep) -> Result<Option<StepEvent>, StoreError> {
        let Some(around) = Shown(store).around(step)? else { return Ok(None) };
        let run = &around.run;
        let Some(version) = self.version(store, &run.version)? else { return Ok(None) };
        let identity = version.namespace.as_ref().and_then(|(id, name)| {
            let value = around.identities.get(id)?;
            Some((name.as_str(), value.as_str()))
        });
        Ok(Some(StepEvent::of(&Told {
            number: step.number,
            instance: &key(run.number),
            entry: run.entry,
            supplemental: run.supplemental.as_deref(),
            profile: run.profile.as_str(),
            identity,
            version: (&run.version, version.number),
            definition: &version.definition,
            before: around.before.as_ref().map(|(number, step)| (*number, step)),
            is_last: around.is_last,
            step: &step.step,
        })))
    }

    /// Who is meant by the id of a profile, or by `type:value` as an event's subject says it.
    pub(super) fn meant(&self, store: &Connection, subject: &str) -> Result<Option<ProfileId>, StoreError> {
        People(store).meant(subject, |name| self.namespace(store, name))
    }

    /// An identity type by its name; of several journeys that bring it, the one that was activated last counts.
    fn namespace(&self, store: &Connection, name: &str) -> Result<Option<NamespaceId>, StoreError> {
        let mut order = Activations(store).all()?;
        order.sort_by_key(|activation| std::cmp::Reverse(activation.observed_at));
        for definition in order.into_iter().filter_map(|activation| activation.observed_definition) {
            let Some(stored) = Definitions(store).by_number(definition)? else { continue };
            let Some(version) = self.version(store, &stored.hash)? else { continue };
            let mut known = version.definition.inventory.namespaces.iter();
            if let Some(found) = known.find(|namespace| namespace.name == name) {
                return Ok(Some(found.id.clone()));
            }
        }
        Ok(None)
    }

    fn version(&self, store: &Connection, hash: &str) -> Result<Option<Arc<Version>>, StoreError> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned();
        if held.is_some() {
            return Ok(held);
        }
        let Some(stored) = Definitions(store).by_hash(hash)? else { return Ok(None) };
        let text = Definitions(store).text(stored.number)?;
        let definition = json::read(&text).map_err(|error| StoreError::Unreadable(error.to_string()))?;
        // The newest comes first.
        let versions = Definitions(store).of(&stored.journey)?;
        let after = versions.iter().position(|version| version.hash == hash).unwrap_or(0);
        let namespace = namespace(&definition);
        let version = Arc::new(Version { number: versions.len() - after, namespace, definition });
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST {
            held.clear();
        }
        held.insert(hash.to_owned(), Arc::clone(&version));
        Ok(Some(version))
    }
}

/// The identity type by which a journey knows people.
fn namespace(definition: &Definition) -> Option<(NamespaceId, String)> {
    let inventory = &definition.inventory;
    let program = Program::compile(&definition.workspace(), &definition.journey.id).ok()?;
    let id = match program.entry() {
        Entry::Event(event) => inventory.get::<Event>(&event?)?.namespace.clone(),
        Entry::Qualification { namespace, .. } | Entry::Reading { namespace, .. } => namespace,
    }?;
    let name = inventory.get::<Namespace>(&id)?.name.clone();
    Some((id, name))
}
