//! The person as a run sees them: read only. Whoever drives the run keeps it up to date.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use crate::journey::{AudienceId, Medium, NamespaceId, PastEvent, Profile, ProfileId, Value};

/// One person's data at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Who.
    pub id: ProfileId,
    /// Their time zone, where a known one is given.
    pub zone: Option<TimeZone>,
    /// Identity by namespace.
    pub identities: BTreeMap<NamespaceId, String>,
    /// Attributes as one tree of objects.
    pub attributes: Value,
    /// Whether they agreed to messages of a medium; yes where nothing is said.
    pub consent: BTreeMap<Medium, bool>,
    /// Every audience in which they are now.
    pub audiences: BTreeSet<AudienceId>,
    /// What happened before.
    pub history: Vec<PastEvent>,
}

impl Person {
    /// The person of a test profile, in the audiences that the profile names.
    pub fn of(profile: &Profile) -> Self {
        let mut person = Self {
            id: profile.id.clone(),
            zone: TimeZone::get(&profile.zone).ok().filter(|_| !profile.zone.is_empty()),
            identities: profile.identities.clone(),
            attributes: Value::Object(BTreeMap::new()),
            consent: profile.consent.clone(),
            audiences: profile.audiences.iter().cloned().collect(),
            history: profile.history.clone(),
        };
        for (path, value) in &profile.attributes {
            person.set(path, value.clone());
        }
        person
    }

    /// Writes an attribute: names joined by dots.
    pub fn set(&mut self, path: &str, value: Value) {
        self.attributes.put(path, value);
    }
}
