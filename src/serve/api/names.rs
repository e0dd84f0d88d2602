//! A person in the words of a list: what is kept by id is told by name, so that it can be sent back as it is told.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::known::Versions;
use crate::journey::{Audience, AudienceId, Event, EventId, Namespace, NamespaceId, Past, PastEvent};
use crate::run::{Someone, value_json};
use crate::serve::store::StoreError;
use crate::wire::{Person, PersonPast};

/// What the journeys that were activated call things; of several, the one that was activated last.
#[derive(Debug, Default)]
pub(super) struct Names {
    namespaces: BTreeMap<NamespaceId, String>,
    audiences: BTreeMap<AudienceId, String>,
    events: BTreeMap<EventId, String>,
}

impl Versions {
    /// What things are called here.
    pub(super) fn names(&self, store: &Connection) -> Result<Names, StoreError> {
        let mut names = Names::default();
        for (_, version) in self.activated(store)? {
            let inventory = &version.definition.inventory;
            let of = |Namespace { id, name, .. }: &Namespace| (id.clone(), name.clone());
            names.namespaces.extend(inventory.namespaces.iter().map(of));
            let of = |Audience { id, name, .. }: &Audience| (id.clone(), name.clone());
            names.audiences.extend(inventory.audiences.iter().map(of));
            let of = |Event { id, name, .. }: &Event| (id.clone(), name.clone());
            names.events.extend(inventory.events.iter().map(of));
        }
        Ok(names)
    }
}

impl Names {
    /// An audience.
    pub(super) fn audience(&self, id: &AudienceId) -> String {
        self.audiences.get(id).unwrap_or(&id.0).clone()
    }

    /// Somebody as a list tells of them.
    pub(super) fn person(&self, someone: &Someone) -> Person {
        let profile = someone.profile();
        let identities = profile.identities.into_iter();
        let attributes = profile.attributes.iter().map(|(path, value)| (path.clone(), value_json(value)));
        let stated = someone.stated().iter();
        Person {
            id: Some(profile.id.0),
            zone: Some(profile.zone).filter(|zone| !zone.is_empty()),
            identities: identities
                .map(|(id, value)| (self.namespaces.get(&id).cloned().unwrap_or(id.0), value))
                .collect(),
            attributes: attributes.collect(),
            consent: profile.consent.into_iter().map(|(medium, agreed)| (medium.into(), agreed)).collect(),
            audiences: stated.map(|(id, inside)| (self.audience(id), *inside)).collect(),
        }
    }

    /// Something that happened to somebody.
    pub(super) fn past(&self, past: &PastEvent) -> PersonPast {
        let at = past.at;
        let nothing = PersonPast { at, event: None, data: None, message: None, entry: None };
        match &past.what {
            Past::Event { event, payload } => PersonPast {
                event: Some(self.events.get(event).unwrap_or(&event.0).clone()),
                data: serde_json::from_str(payload).ok(),
                ..nothing
            },
            Past::Message(medium) => PersonPast { message: Some((*medium).into()), ..nothing },
            Past::Entry(rules) => PersonPast { entry: Some(rules.to_string()), ..nothing },
        }
    }
}
