//! A person as whoever drives journeys keeps them: data as it changes, and since when they are in which audience.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::journey::{AudienceId, Profile, Value};

use super::Person;
use super::audiences::{Audiences, Memberships};

/// One person, and what is known of their memberships beside the rules.
#[derive(Clone, Debug)]
pub struct Someone {
    /// As runs see them.
    pub person: Person,
    /// What was said about memberships; goes before an audience's rule.
    stated: BTreeMap<AudienceId, bool>,
    /// Since when, for memberships that began while somebody looked.
    since: BTreeMap<AudienceId, Timestamp>,
    /// Memberships were worked out, changed nothing, and hold until something is stated or written: no rule asked for
    /// the time, and none saw another audience than it would see now.
    settled: bool,
}

impl Someone {
    /// A test profile as it is at this moment.
    pub fn new(profile: &Profile, audiences: &Audiences, start: Timestamp) -> Self {
        let stated = profile.audiences.iter().map(|id| (id.clone(), true)).collect();
        Self { person: audiences.person(profile, start), stated, since: BTreeMap::new(), settled: false }
    }

    /// States a membership, whatever a rule says.
    pub fn state(&mut self, audience: &AudienceId, inside: bool) {
        self.stated.insert(audience.clone(), inside);
        self.settled = false;
    }

    /// Writes an attribute.
    pub fn write(&mut self, field: &str, value: Value) {
        self.person.set(field, value);
        self.settled = false;
    }

    /// Works memberships out anew; says what changed, by audience, true for an entrance.
    pub fn refresh(&mut self, audiences: &Audiences, now: Timestamp) -> Vec<(AudienceId, bool)> {
        if self.settled {
            return Vec::new();
        }
        // Rules that ask for other audiences see those of before.
        let Memberships { inside, timely } = audiences.memberships(&self.person, &self.stated, now);
        let then = std::mem::take(&mut self.person.audiences);
        self.settled = !timely && inside == then;
        let mut changes = Vec::new();
        for audience in then.union(&inside) {
            match (then.contains(audience), inside.contains(audience)) {
                (false, true) => {
                    self.since.insert(audience.clone(), now);
                    changes.push((audience.clone(), true));
                }
                (true, false) => changes.push((audience.clone(), false)),
                _ => {}
            }
        }
        self.person.audiences = inside;
        changes
    }

    /// Whether they came into the audience after this moment.
    pub fn new_since(&self, audience: &AudienceId, last: Timestamp) -> bool {
        self.since.get(audience).is_some_and(|since| *since > last)
    }
}
