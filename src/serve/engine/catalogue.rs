//! What runs here: versions compiled once, which of them let people in, and what they say together about events,
//! audiences and identity types.
//!
//! One server holds one workspace: an id means the same in all its journeys. Where several definitions bring the same
//! object, the one that was activated last counts.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rusqlite::Connection;

use crate::exchange::json;
use crate::journey::{Definition, Event, EventId, EventKind, Inventory, JourneyId, NamespaceId, Object, Platform};
use crate::run::audiences::Audiences;
use crate::run::conduct::Pausing;
use crate::run::traffic::Limits;
use crate::run::{Program, seed_of};
use crate::serve::store::{Activations, Definitions, Endpoints, Journeys, Plans, StoreError, Wanted};

/// A definition, compiled.
#[derive(Debug)]
pub struct Version {
    /// Its number in the store.
    pub number: i64,
    /// Its hash.
    pub hash: String,
    /// What was pushed.
    pub definition: Arc<Definition>,
    /// What runs.
    pub program: Arc<Program>,
    /// Where the chance of its runs begins: the first eight bytes of the hash.
    pub seed: u64,
}

/// A journey that was ever live.
#[derive(Debug)]
pub(super) struct Known {
    pub number: i64,
    /// The state that it is in; none before it was first live.
    pub state: Option<Wanted>,
    /// By which people are let in, or were last.
    pub version: Option<Arc<Version>>,
    pub last_reading: Option<jiff::Timestamp>,
    /// What is known of its pauses.
    pub pausing: Pausing,
    /// When its next work was due after the last commit.
    pub next: Option<i64>,
}

/// Everything that runs here.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    versions: HashMap<i64, Arc<Version>>,
    pub journeys: BTreeMap<JourneyId, Known>,
    ids: HashMap<i64, JourneyId>,
    pub open: Arc<[Arc<Program>]>,
    pub audiences: Arc<Audiences>,
    /// Which limits hold.
    pub limits: Limits,
    /// Events by id, with the program that types them.
    events: BTreeMap<EventId, (EventKind, Arc<Program>)>,
    names: BTreeMap<String, EventId>,
    namespaces: BTreeMap<String, NamespaceId>,
}

impl Catalogue {
    /// Reads it anew; versions that are compiled already are kept.
    pub(super) fn load(&mut self, store: &Connection) -> Result<(), StoreError> {
        self.journeys.clear();
        self.ids.clear();
        for (number, id, read) in Journeys(store).all()? {
            let id = JourneyId(id);
            self.ids.insert(number, id.clone());
            let last_reading = read.map(crate::serve::store::moment).transpose()?;
            let next = Plans(store).next(number)?;
            self.journeys.insert(
                id,
                Known { number, state: None, version: None, last_reading, pausing: Pausing::default(), next },
            );
        }
        for activation in Activations(store).all()? {
            let (Some(state), Some(definition)) = (activation.observed_state, activation.observed_definition) else {
                continue;
            };
            let version = self.version(store, definition)?;
            if let Some(known) = self.journeys.get_mut(&activation.journey) {
                (known.state, known.version) = (Some(state), Some(version));
                if let Some(pausing) = activation.pausing {
                    known.pausing = pausing;
                }
            }
        }
        self.settle(store)
    }

    /// The version of this number.
    pub(super) fn version(&mut self, store: &Connection, number: i64) -> Result<Arc<Version>, StoreError> {
        if let Some(known) = self.versions.get(&number) {
            return Ok(Arc::clone(known));
        }
        let unreadable = |why: String| StoreError::Unreadable(format!("definition {number}: {why}"));
        let stored = Definitions(store).by_number(number)?.ok_or_else(|| unreadable("is not there".to_owned()))?;
        let definition =
            json::read(&Definitions(store).text(number)?).map_err(|error| unreadable(error.to_string()))?;
        let mut workspace = definition.workspace();
        Arc::make_mut(&mut workspace.settings).platform = Platform::Waymark;
        let program =
            Program::compile(&workspace, &definition.journey.id).map_err(|error| unreadable(error.to_string()))?;
        let seed = seed_of(&stored.hash);
        let version = Arc::new(Version {
            number,
            hash: stored.hash,
            definition: Arc::new(definition),
            program: Arc::new(program),
            seed,
        });
        self.versions.insert(number, Arc::clone(&version));
        Ok(version)
    }

    /// A journey by number.
    pub(super) fn id(&self, number: i64) -> Option<&JourneyId> {
        self.ids.get(&number)
    }

    /// Numbers a journey that was never live before.
    pub(super) fn number(&mut self, store: &Connection, journey: &JourneyId) -> Result<i64, StoreError> {
        if let Some(known) = self.journeys.get(journey) {
            return Ok(known.number);
        }
        let number = Journeys(store).add(journey.as_str())?;
        self.ids.insert(number, journey.clone());
        let known =
            Known { number, state: None, version: None, last_reading: None, pausing: Pausing::default(), next: None };
        self.journeys.insert(journey.clone(), known);
        Ok(number)
    }

    /// Works out what the journeys say together.
    pub(super) fn settle(&mut self, store: &Connection) -> Result<(), StoreError> {
        // A paused journey lets nobody in, and says so to everybody who comes.
        let is_open = |known: &&Known| matches!(known.state, Some(Wanted::Live | Wanted::Paused));
        let live = self.journeys.values().filter(is_open);
        self.open =
            live.filter_map(|known| known.version.as_ref().map(|version| Arc::clone(&version.program))).collect();
        // The newest activation comes last and counts.
        let order = Activations(store).in_order()?;
        let known = |journey: &JourneyId| self.journeys.get(journey).and_then(|known| known.version.clone());
        let versions: Vec<_> = order.iter().filter_map(|activation| known(&activation.journey)).collect();
        let mut together = Inventory::default();
        self.events.clear();
        self.names.clear();
        self.namespaces.clear();
        for version in versions {
            let inventory = &version.definition.inventory;
            newest(&mut together.audiences, &inventory.audiences);
            newest(&mut together.actions, &inventory.actions);
            newest(&mut together.data_sources, &inventory.data_sources);
            newest(&mut together.endpoints, &inventory.endpoints);
            // Limits of a provider hold for messages by the name of their channel.
            newest(&mut together.channels, &inventory.channels);
            newest(&mut together.campaign_instances, &inventory.campaign_instances);
            for Event { id, name, kind, .. } in &inventory.events {
                self.names.insert(name.clone(), id.clone());
                self.events.insert(id.clone(), (*kind, Arc::clone(&version.program)));
            }
            for namespace in &inventory.namespaces {
                self.namespaces.insert(namespace.name.clone(), namespace.id.clone());
            }
        }
        // What is deployed here rules over what a definition was checked with.
        let deployed: Vec<_> = Endpoints(store).all()?.into_iter().map(|deployed| deployed.endpoint).collect();
        newest(&mut together.endpoints, &deployed);
        self.limits = Limits::of(Platform::Waymark, &together);
        self.audiences = Arc::new(Audiences::of(&together));
        Ok(())
    }

    /// An event by its id or its name: which, of what kind, and who types its payload.
    pub(super) fn event(&self, named: &str) -> Option<(EventId, EventKind, Arc<Program>)> {
        let id = EventId(named.to_owned());
        let id = if self.events.contains_key(&id) { id } else { self.names.get(named)?.clone() };
        let (kind, program) = self.events.get(&id)?;
        Some((id, *kind, Arc::clone(program)))
    }

    /// An identity type by its name.
    pub(super) fn namespace(&self, named: &str) -> Option<&NamespaceId> {
        self.namespaces.get(named)
    }
}

/// Objects that came later stand in the place of those with the same id.
pub fn newest<T: Object>(known: &mut Vec<T>, newer: &[T])
where
    T::Id: PartialEq,
{
    known.retain(|old| newer.iter().all(|new| new.id() != old.id()));
    known.extend_from_slice(newer);
}
