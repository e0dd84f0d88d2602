//! A person as whoever drives journeys keeps them: data as it changes, and since when they are in which audience.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::journey::{AudienceId, Medium, NamespaceId, PastEvent, Profile, ProfileId, Value};

use super::Person;
use super::audiences::{Audiences, Memberships, Rules};

/// For how long it is remembered which messages somebody got: caps look back over three calendar months at most.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(93 * 24);

/// One person, and what is known of their memberships beside the rules.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
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

    /// Somebody of whom nothing is known but the id.
    pub fn unknown(profile: ProfileId) -> Self {
        let person = Person::of(&Profile { id: profile, ..Profile::default() });
        Self { person, stated: BTreeMap::new(), since: BTreeMap::new(), settled: false }
    }

    /// Takes over what a profile says; what it does not say stays. Memberships follow with the next refresh.
    pub fn learn(&mut self, profile: &Profile) {
        if !profile.zone.is_empty() {
            self.person.zone = TimeZone::get(&profile.zone).ok();
        }
        self.person.identities.extend(profile.identities.iter().map(|(namespace, id)| (namespace.clone(), id.clone())));
        self.person.consent.extend(profile.consent.iter().map(|(medium, agreed)| (*medium, *agreed)));
        self.person.history.extend(
            profile.history.iter().filter(|past| !self.person.history.contains(past)).cloned().collect::<Vec<_>>(),
        );
        self.stated.extend(profile.audiences.iter().map(|audience| (audience.clone(), true)));
        for (path, value) in &profile.attributes {
            self.write(path, value.clone());
        }
        self.settled = false;
    }

    /// Works memberships out without a change: what audiences that came anew, each at its moment, say of somebody who
    /// was there before.
    pub fn settle(&mut self, audiences: &Audiences, new: &BTreeMap<AudienceId, Timestamp>) {
        // Twice, for rules that ask for other audiences whose rules were not evaluated yet.
        for (audience, since) in new.iter().chain(new) {
            if audiences.holds(audience, &self.person, self.stated.get(audience).copied(), *since) {
                self.person.audiences.insert(audience.clone());
            } else {
                self.person.audiences.remove(audience);
            }
        }
        self.settled = false;
    }

    /// What was said about memberships, beside the rules.
    pub fn stated(&self) -> &BTreeMap<AudienceId, bool> {
        &self.stated
    }

    /// As a test profile: attributes field by field, and the audiences in which they are said to be.
    pub fn profile(&self) -> Profile {
        let person = &self.person;
        let mut attributes = BTreeMap::new();
        flatten(&mut attributes, String::new(), &person.attributes);
        let stated = self.stated.iter().filter(|(_, inside)| **inside);
        Profile {
            id: person.id.clone(),
            name: person.id.to_string(),
            zone: person.zone.as_ref().and_then(TimeZone::iana_name).unwrap_or_default().to_owned(),
            identities: person.identities.clone(),
            attributes,
            consent: person.consent.clone(),
            audiences: stated.map(|(audience, _)| audience.clone()).collect(),
            history: person.history.clone(),
            ..Profile::default()
        }
    }

    /// Memberships as somebody saw them last, whatever rules say by now: that shows with the next refresh.
    pub fn seen_in(&mut self, audiences: BTreeSet<AudienceId>) {
        self.person.audiences = audiences;
        self.settled = false;
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

    /// Remembers what happened to them, for as long as any cap looks back.
    pub fn remember(&mut self, past: PastEvent) {
        remember(&mut self.person.history, past);
    }

    /// Works memberships out anew, of audiences that are evaluated when something changes; says what changed, by
    /// audience, true for an entrance.
    pub fn refresh(&mut self, audiences: &Audiences, now: Timestamp) -> Vec<(AudienceId, bool)> {
        if self.settled { Vec::new() } else { self.work_out(audiences, Rules::Streaming, now) }
    }

    /// The same of all audiences: the daily evaluation.
    pub fn evaluate(&mut self, audiences: &Audiences, now: Timestamp) -> Vec<(AudienceId, bool)> {
        self.work_out(audiences, Rules::All, now)
    }

    fn work_out(&mut self, audiences: &Audiences, rules: Rules, now: Timestamp) -> Vec<(AudienceId, bool)> {
        // Rules that ask for other audiences see those of before.
        let Memberships { inside, timely } = audiences.memberships(&self.person, &self.stated, rules, now);
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
        is_new(&self.since, audience, last)
    }
}

/// In what somebody differs from how they were.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// Attributes that were written, by path, in the order in which they were.
    pub written: Vec<(String, Value)>,
    /// What happened since.
    pub history: Vec<PastEvent>,
    /// Where they are, and what is known of that, where any of it is not as it was.
    pub inside: Option<Inside>,
}

/// Where somebody is.
#[derive(Clone, Debug, Default)]
pub struct Inside {
    /// In these audiences.
    pub audiences: BTreeSet<AudienceId>,
    stated: BTreeMap<AudienceId, bool>,
    since: BTreeMap<AudienceId, Timestamp>,
}

impl Inside {
    /// What was stated of a membership.
    pub fn stated(&self, audience: &AudienceId) -> Option<bool> {
        self.stated.get(audience).copied()
    }

    /// Whether they came into the audience after this moment, while somebody looked.
    pub fn new_since(&self, audience: &AudienceId, last: Timestamp) -> bool {
        is_new(&self.since, audience, last)
    }
}

fn is_new(since: &BTreeMap<AudienceId, Timestamp>, audience: &AudienceId, last: Timestamp) -> bool {
    since.get(audience).is_some_and(|since| *since > last)
}

impl Difference {
    /// An attribute is written.
    pub fn write(&mut self, field: String, value: Value) {
        // What was written at the same path before shows no more.
        self.written.retain(|(known, _)| *known != field);
        self.written.reserve_exact(1);
        self.written.push((field, value));
    }

    /// Something happened to them; it is remembered for as long as any cap looks back.
    pub fn remember(&mut self, past: PastEvent) {
        remember(&mut self.history, past);
    }
}

impl Someone {
    /// Where they are.
    pub fn inside(&self) -> Inside {
        let (audiences, stated) = (self.person.audiences.clone(), self.stated.clone());
        Inside { audiences, stated, since: self.since.clone() }
    }

    /// Who was like this, with the difference.
    #[must_use]
    pub fn with(mut self, difference: &Difference) -> Self {
        let Difference { written, history, inside } = difference;
        for (path, value) in written {
            self.person.set(path, value.clone());
        }
        self.person.history.extend_from_slice(history);
        if let Some(Inside { audiences, stated, since }) = inside.clone() {
            (self.person.audiences, self.stated, self.since) = (audiences, stated, since);
        }
        self.settled = false;
        self
    }
}

fn remember(history: &mut Vec<PastEvent>, past: PastEvent) {
    let from = past.at.checked_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
    history.retain(|known| known.at >= from);
    history.push(past);
}

/// Attributes by path; an object without fields is nothing.
fn flatten(attributes: &mut BTreeMap<String, Value>, path: String, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(attributes, path, value);
            }
        }
        value => drop(attributes.insert(path, value.clone())),
    }
}

/// The form in which people are written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Written {
    id: ProfileId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    identities: BTreeMap<NamespaceId, String>,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    attributes: Value,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    consent: BTreeMap<Medium, bool>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    audiences: BTreeSet<AudienceId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    history: Vec<PastEvent>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    stated: BTreeMap<AudienceId, bool>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    since: BTreeMap<AudienceId, Timestamp>,
}

impl From<Someone> for Written {
    fn from(someone: Someone) -> Self {
        let Someone { person, stated, since, settled: _ } = someone;
        let zone = person.zone.as_ref().and_then(TimeZone::iana_name).map(str::to_owned);
        let Person { id, zone: _, identities, attributes, consent, audiences, history } = person;
        Self { id, zone, identities, attributes, consent, audiences, history, stated, since }
    }
}

impl From<Written> for Someone {
    fn from(written: Written) -> Self {
        let Written { id, zone, identities, attributes, consent, audiences, history, stated, since } = written;
        let zone = zone.and_then(|zone| TimeZone::get(&zone).ok());
        let person = Person { id, zone, identities, attributes, consent, audiences, history };
        Self { person, stated, since, settled: false }
    }
}
