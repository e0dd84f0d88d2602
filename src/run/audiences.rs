//! Who is in which audience: by a statement, else by the audience's rule. Rules of streaming audiences are worked out
//! whenever somebody looks at the person; those of batch audiences once a day, and hold until then.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::expression::{Context, EvaluationError, shape};
use crate::journey::{Audience, AudienceId, Evaluation, Expression, Inventory, Profile, Value};

use super::Person;
use super::formula::Formula;

/// The audiences of an inventory, with their rules read beforehand.
#[derive(Clone, Debug, Default)]
pub struct Audiences {
    rules: BTreeMap<AudienceId, Rule>,
}

#[derive(Clone, Debug)]
struct Rule {
    name: String,
    text: Expression,
    formula: Formula,
    evaluation: Evaluation,
}

/// Which rules are worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// Those that are worked out when something changes.
    Streaming,
    /// All: it is the hour of the daily evaluation.
    All,
}

impl Audiences {
    /// Reads them.
    pub fn of(inventory: &Inventory) -> Self {
        let rule = |audience: &Audience| Rule {
            name: audience.name.clone(),
            text: audience.rule.clone(),
            formula: Formula::new(&audience.rule),
            evaluation: audience.evaluation,
        };
        Self { rules: inventory.audiences.iter().map(|audience| (audience.id.clone(), rule(audience))).collect() }
    }

    /// Whether the daily evaluation may change anything: some audience has a rule.
    pub fn are_evaluated(&self) -> bool {
        self.rules.values().any(|rule| !rule.formula.is_empty())
    }

    /// Whether every rule looks at nothing but attributes, so that whoever is not written to stays where they are.
    pub fn are_timeless(&self) -> bool {
        self.rules.values().all(|rule| rule.formula.is_empty() || rule.formula.calls_nothing())
    }

    /// What is asked of people, by audience.
    pub fn rules(&self) -> impl Iterator<Item = (&AudienceId, &Expression)> {
        self.rules.iter().map(|(id, rule)| (id, &rule.text))
    }

    /// The person of a test profile at this moment, in every audience that the profile names or whose rule holds.
    pub fn person(&self, profile: &Profile, now: Timestamp) -> Person {
        let mut person = Person::of(profile);
        let stated: BTreeMap<_, _> = profile.audiences.iter().map(|id| (id.clone(), true)).collect();
        // Twice, for rules that ask for other audiences whose rules were not evaluated yet.
        person.audiences = self.memberships(&person, &stated, Rules::All, now).inside;
        person.audiences = self.memberships(&person, &stated, Rules::All, now).inside;
        person
    }

    /// Every audience in which the person is at this moment. `stated` goes before a rule, and is all there is where
    /// an audience has no rule. A rule may ask for other audiences; it is answered from the person's present ones, in
    /// which they stay where a rule is not worked out.
    pub fn memberships(
        &self,
        person: &Person,
        stated: &BTreeMap<AudienceId, bool>,
        rules: Rules,
        now: Timestamp,
    ) -> Memberships {
        let context = Membership { audiences: self, person, now, timely: Cell::new(false) };
        let inside = |id: &AudienceId, rule: &Rule| match stated.get(id) {
            Some(stated) => *stated,
            None if rule.formula.is_empty() => false,
            None if rules == Rules::Streaming && rule.evaluation == Evaluation::Batch => person.audiences.contains(id),
            None => rule.formula.holds(&context).unwrap_or(false),
        };
        let inside = self.rules.iter().filter(|(id, rule)| inside(id, rule)).map(|(id, _)| id.clone()).collect();
        Memberships { inside, timely: context.timely.get() }
    }

    /// Whether the person is in this audience at this moment, however it is evaluated.
    pub fn holds(
        &self,
        audience: &AudienceId,
        person: &Person,
        stated: &BTreeMap<AudienceId, bool>,
        now: Timestamp,
    ) -> bool {
        let context = Membership { audiences: self, person, now, timely: Cell::new(false) };
        let by_rule = || self.rules.get(audience).is_some_and(|rule| rule.formula.holds(&context).unwrap_or(false));
        stated.get(audience).copied().unwrap_or_else(by_rule)
    }
}

/// In which audiences a person is at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memberships {
    /// Those.
    pub inside: BTreeSet<AudienceId>,
    /// Whether a rule that was worked out asked for the time: then the same person may be elsewhere a moment later.
    pub timely: bool,
}

/// What a rule sees: the person, and nothing of any journey. Chance has no place in a membership: it would differ from
/// one look to the next.
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

    fn source(
        &self,
        _source: &str,
        _group: &str,
        path: &[&str],
        _params: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError> {
        Ok(shape::select(&self.person.attributes, path))
    }

    fn in_audience(&self, name: &str) -> bool {
        let found = self.audiences.rules.iter().find(|(_, rule)| rule.name == name);
        found.is_some_and(|(id, _)| self.person.audiences.contains(id))
    }
}
