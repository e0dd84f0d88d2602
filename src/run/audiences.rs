//! Who is in which audience: by a statement, else by the audience's rule.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::expression::{Context, EvaluationError, shape};
use crate::journey::{AudienceId, Inventory, Profile, Value};

use super::Person;
use super::formula::Formula;

/// The audiences of an inventory, with their rules read beforehand.
#[derive(Clone, Debug, Default)]
pub struct Audiences {
    rules: BTreeMap<AudienceId, (String, Formula)>,
}

impl Audiences {
    /// Reads them.
    pub fn of(inventory: &Inventory) -> Self {
        let rules = inventory
            .audiences
            .iter()
            .map(|audience| (audience.id.clone(), (audience.name.clone(), Formula::new(&audience.rule))))
            .collect();
        Self { rules }
    }

    /// The person of a test profile at this moment, in every audience that the profile names or whose rule holds.
    pub fn person(&self, profile: &Profile, now: Timestamp) -> Person {
        let mut person = Person::of(profile);
        let stated: BTreeMap<_, _> = profile.audiences.iter().map(|id| (id.clone(), true)).collect();
        // Twice, for rules that ask for other audiences whose rules were not evaluated yet.
        person.audiences = self.memberships(&person, &stated, now).inside;
        person.audiences = self.memberships(&person, &stated, now).inside;
        person
    }

    /// Every audience in which the person is at this moment. `stated` goes before a rule, and is all there is where
    /// an audience has no rule. A rule may ask for other audiences; it is answered from the person's present ones.
    pub fn memberships(&self, person: &Person, stated: &BTreeMap<AudienceId, bool>, now: Timestamp) -> Memberships {
        let context = Membership { audiences: self, person, now, timely: Cell::new(false) };
        let inside = |id: &AudienceId, rule: &Formula| match stated.get(id) {
            Some(stated) => *stated,
            None => !rule.is_empty() && rule.holds(&context).unwrap_or(false),
        };
        let inside = self.rules.iter().filter(|(id, (_, rule))| inside(id, rule)).map(|(id, _)| id.clone()).collect();
        Memberships { inside, timely: context.timely.get() }
    }
}

/// In which audiences a person is at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memberships {
    /// Those.
    pub inside: BTreeSet<AudienceId>,
    /// Whether a rule asked for the time: then the same person may be elsewhere a moment later.
    pub timely: bool,
}

/// What a rule sees: the person, and nothing of any journey.
struct Membership<'a> {
    audiences: &'a Audiences,
    person: &'a Person,
    now: Timestamp,
    timely: Cell<bool>,
}

impl Context for Membership<'_> {
    fn now_ms(&self) -> i64 {
        self.timely.set(true);
        self.now.as_millisecond()
    }

    fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::UTC
    }

    fn event(&self, _name: &str, _path: &[&str]) -> Value {
        Value::Null
    }

    fn source(
        &self,
        _source: &str,
        _group: &str,
        path: &[&str],
        _params: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError> {
        Ok(shape::select(&self.person.attributes, path))
    }

    fn action(&self, _name: &str, _path: &[&str]) -> Value {
        Value::Null
    }

    fn in_audience(&self, name: &str) -> bool {
        let found = self.audiences.rules.iter().find(|(_, (known, _))| known == name);
        found.is_some_and(|(id, _)| self.person.audiences.contains(id))
    }

    fn property(&self, _name: &str) -> Value {
        Value::Null
    }

    fn random(&self) -> f64 {
        // Chance has no place in a membership: it would differ from one look to the next.
        0.0
    }

    fn uuid(&self) -> String {
        "00000000-0000-4000-8000-000000000000".to_owned()
    }
}
