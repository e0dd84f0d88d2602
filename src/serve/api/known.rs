//! Versions that were read, each once, and what the activated ones say together: which limits hold, and for whom.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use crate::exchange::json;
use crate::journey::{
    ActivityId, DataSourceKind, Definition, Endpoint, Event, JourneyId, Namespace, NamespaceId, ProfileId, Service,
};
use crate::run::{Entry, Program};
use crate::serve::engine::newest;
use crate::serve::store::{Activation, Activations, Definitions, Endpoints, Figures, People, StoreError, Wanted};
use crate::wire::{self, EndpointOrigin, LimitChange};

/// Versions that are held at once; people are on few.
const MOST: usize = 64;

/// Versions that were read.
#[derive(Debug, Default)]
pub(super) struct Versions(Mutex<HashMap<String, Arc<Version>>>);

/// A version as it is shown.
#[derive(Debug)]
pub(super) struct Version {
    pub hash: String,
    pub definition: Definition,
    /// Which of the journey's versions it is, from 1.
    pub number: usize,
    /// By what the journey knows people, and what that is called.
    pub namespace: Option<(NamespaceId, String)>,
}

impl Version {
    /// By what the journey knows somebody with these identities: the name of the type, and the identity.
    pub(super) fn identity<'v>(&'v self, identities: &'v BTreeMap<NamespaceId, String>) -> Option<(&'v str, &'v str)> {
        let (id, name) = self.namespace.as_ref()?;
        Some((name.as_str(), identities.get(id)?.as_str()))
    }
}

impl Versions {
    /// Who is meant by the id of a profile, or by `type:value` as an event's subject says it.
    pub(super) fn meant(&self, store: &Connection, subject: &str) -> Result<Option<ProfileId>, StoreError> {
        People(store).meant(subject, |name| self.namespace(store, name))
    }

    /// An identity type by its name; of several journeys that bring it, the one that was activated last counts.
    fn namespace(&self, store: &Connection, name: &str) -> Result<Option<NamespaceId>, StoreError> {
        let activated = self.activated(store)?;
        let known = activated.iter().rev().flat_map(|(_, version)| &version.definition.inventory.namespaces);
        Ok(known.into_iter().find(|namespace| namespace.name == name).map(|namespace| namespace.id.clone()))
    }

    /// The versions that were activated, of each journey the last one, in that order.
    pub(super) fn activated(&self, store: &Connection) -> Result<Vec<(Activation, Arc<Version>)>, StoreError> {
        let mut found = Vec::new();
        for activation in Activations(store).in_order()? {
            let stored = activation.observed_definition.map(|number| Definitions(store).by_number(number));
            let Some(stored) = stored.transpose()?.flatten() else { continue };
            if let Some(version) = self.of(store, &stored.hash)? {
                found.push((activation, version));
            }
        }
        Ok(found)
    }

    /// Whether any version of this journey, or of any, has such a step.
    pub(super) fn have(
        &self,
        store: &Connection,
        journey: Option<&JourneyId>,
        activity: &ActivityId,
    ) -> Result<bool, StoreError> {
        let journeys = match journey {
            Some(journey) => vec![journey.clone()],
            None => Definitions(store).newest()?.into_iter().map(|stored| stored.journey).collect(),
        };
        for journey in journeys {
            for stored in Definitions(store).of(&journey)? {
                let version = self.of(store, &stored.hash)?;
                if version.is_some_and(|version| version.definition.journey.activity(activity).is_some()) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// What holds now.
    pub(super) fn in_force(&self, store: &Connection) -> Result<InForce, StoreError> {
        let mut journeys = Vec::new();
        for (activation, version) in self.activated(store)? {
            let calls = match activation.observed_state {
                Some(Wanted::Live | Wanted::Paused) => true,
                _ => Figures(store).totals(&activation.journey)?.inside > 0,
            };
            journeys.push((calls, version));
        }
        let deployed = Endpoints(store).all()?.into_iter().map(|deployed| deployed.endpoint).collect();
        Ok(InForce { journeys, deployed })
    }

    /// The version of a hash.
    pub(super) fn of(&self, store: &Connection, hash: &str) -> Result<Option<Arc<Version>>, StoreError> {
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
        let (namespace, number) = (namespace(&definition), versions.len() - after);
        let version = Arc::new(Version { hash: hash.to_owned(), number, namespace, definition });
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

/// The limits that hold: those of the journeys that were activated, of which the last counts, and over them those that
/// are deployed. So does the engine take them.
#[derive(Debug)]
pub(super) struct InForce {
    /// In the order in which they were activated, and whether calls may still come of them.
    journeys: Vec<(bool, Arc<Version>)>,
    deployed: Vec<Endpoint>,
}

impl InForce {
    /// The endpoints that hold, by id.
    pub(super) fn endpoints(&self) -> Vec<Endpoint> {
        self.together(self.journeys.iter().map(|(_, version)| &version.definition))
    }

    /// Those that would hold once this definition is the last that was activated.
    fn with(&self, definition: &Definition) -> Vec<Endpoint> {
        let others = self.journeys.iter().map(|(_, version)| &version.definition);
        self.together(others.filter(|other| other.journey.id != definition.journey.id).chain([definition]))
    }

    fn together<'d>(&self, definitions: impl Iterator<Item = &'d Definition>) -> Vec<Endpoint> {
        let mut endpoints = Vec::new();
        definitions.for_each(|definition| newest(&mut endpoints, &definition.inventory.endpoints));
        newest(&mut endpoints, &self.deployed);
        endpoints.sort_by(|one, other| one.id.cmp(&other.id));
        endpoints
    }

    /// The journey that brings an endpoint; nothing where it is deployed.
    pub(super) fn origin(&self, endpoint: &Endpoint) -> Option<EndpointOrigin> {
        if self.deployed.iter().any(|deployed| deployed.id == endpoint.id) {
            return None;
        }
        let brings = |version: &Version| version.definition.inventory.get::<Endpoint>(&endpoint.id).is_some();
        let (_, version) = self.journeys.iter().rev().find(|(_, version)| brings(version))?;
        let journey = &version.definition.journey;
        Some(EndpointOrigin {
            journey: journey.id.0.clone(),
            name: journey.name.clone(),
            version: version.hash.clone(),
        })
    }

    /// What a definition, or its endpoints, would change for others.
    pub(super) fn changes(&self, definition: &Definition) -> Vec<LimitChange> {
        let (before, after) = (self.endpoints(), self.with(definition));
        let own = &definition.inventory.endpoints;
        let mut ids: Vec<_> = before.iter().chain(&after).chain(own).map(|endpoint| &endpoint.id).collect();
        ids.sort();
        ids.dedup();
        let wire = |list: &[Endpoint], id| list.iter().find(|found| &found.id == id).map(wire::Endpoint::from);
        let changes = ids.into_iter().filter_map(|id| {
            let (now, activated, deployed) = (wire(&before, id), wire(&after, id), wire(own, id));
            let alike = |then: &Option<wire::Endpoint>| wire::Endpoint::alike(now.as_ref(), then.as_ref());
            let stays = alike(&activated) && (deployed.is_none() || alike(&deployed));
            if stays {
                return None;
            }
            let meant = before.iter().chain(&after).chain(own).filter(|endpoint| &endpoint.id == id);
            let journeys = self.users(meant, &definition.journey.id);
            let name = [&deployed, &activated, &now].into_iter().flatten().next().map(|known| known.name.clone())?;
            let endpoint = id.0.clone();
            (!journeys.is_empty()).then_some(LimitChange { endpoint, name, now, activated, deployed, journeys })
        });
        changes.collect()
    }

    /// The journeys but this one whose calls meet an endpoint in any of these forms, by name.
    fn users<'e>(&self, forms: impl Iterator<Item = &'e Endpoint>, but: &JourneyId) -> Vec<String> {
        let forms: Vec<&Endpoint> = forms.collect();
        let others = self.journeys.iter().filter(|(calls, version)| *calls && &version.definition.journey.id != but);
        let meets = |version: &&Arc<Version>| forms.iter().any(|endpoint| meets(&version.definition, endpoint));
        let mut names: Vec<String> =
            others.map(|(_, version)| version).filter(meets).map(|it| it.definition.journey.name.clone()).collect();
        names.sort();
        names
    }
}

/// Whether calls of a journey meet an endpoint: an action names it, or goes where it holds.
fn meets(definition: &Definition, endpoint: &Endpoint) -> bool {
    let inventory = &definition.inventory;
    let is_called = inventory.actions.iter().any(|action| match &action.endpoint {
        Some(named) => named == &endpoint.id,
        None => {
            let is_meant = endpoint.service == Service::Action && endpoint.methods.contains(&action.counts_as());
            is_meant && endpoint.covers(&action.address())
        }
    });
    let is_asked = inventory.data_sources.iter().any(|source| match &source.kind {
        DataSourceKind::External { url, .. } => endpoint.service == Service::DataSource && endpoint.covers(url),
        DataSourceKind::Platform => false,
    });
    is_called || is_asked
}
