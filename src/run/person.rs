//! A person with everything that is known of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use crate::expression::shape;
use crate::journey::{AudienceId, Medium, NamespaceId, PastEvent, Profile, ProfileId, Value};

use super::Persona;

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

impl Persona for Person {
    fn id(&self) -> &ProfileId {
        &self.id
    }

    fn zone(&self) -> Option<&TimeZone> {
        self.zone.as_ref()
    }

    fn has_identity(&self, namespace: &NamespaceId) -> bool {
        self.identities.contains_key(namespace)
    }

    fn attribute(&self, path: &[&str]) -> Value {
        shape::select(&self.attributes, path)
    }

    fn consents(&self, medium: Medium) -> Option<bool> {
        self.consent.get(&medium).copied()
    }

    fn is_in(&self, audience: &AudienceId) -> bool {
        self.audiences.contains(audience)
    }

    fn history(&self) -> Cow<'_, [PastEvent]> {
        Cow::Borrowed(&self.history)
    }
}
