//! Who is in which audience: by a statement, else by the audience's rule. Rules of streaming audiences are worked out
//! whenever somebody looks at the person; those of batch audiences once a day, and hold until then.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::expression::{Context, EvaluationError};
use crate::journey::{Audience, AudienceId, Evaluation, Expression, Inventory, Profile, Value};

use super::formula::Formula;
use super::{Person, Persona};

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
    /// It looks at nothing but attributes.
    is_timeless: bool,
    /// It asks for no other audience.
    is_alone: bool,
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
        let rule = |audience: &Audience| {
            let formula = Formula::new(&audience.rule);
            Rule {
                name: audience.name.clone(),
                text: audience.rule.clone(),
                evaluation: audience.evaluation,
                is_timeless: formula.is_empty() || formula.calls_nothing(),
                is_alone: !formula.asks_for_audiences(),
                formula,
            }
        };
        Self { rules: inventory.audiences.iter().map(|audience| (audience.id.clone(), rule(audience))).collect() }
    }

    /// Whether the daily evaluation may change anything: some audience has a rule.
    pub fn are_evaluated(&self) -> bool {
        self.rules.values().any(|rule| !rule.formula.is_empty())
    }

    /// Whether every rule looks at nothing but attributes, so that whoever is not written to stays where they are.
    pub fn are_timeless(&self) -> bool {
        self.rules.values().all(|rule| rule.is_timeless)
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
        person: &dyn Persona,
        stated: &BTreeMap<AudienceId, bool>,
        rules: Rules,
        now: Timestamp,
    ) -> Memberships {
        let context = Membership { audiences: self, person, now, timely: Cell::new(false) };
        let inside = |id: &AudienceId, rule: &Rule| match stated.get(id) {
            Some(stated) => *stated,
            None if rule.formula.is_empty() => false,
            None if rules == Rules::Streaming && rule.evaluation == Evaluation::Batch => person.is_in(id),
            None => rule.formula.holds(&context).unwrap_or(false),
        };
        let inside = self.rules.iter().filter(|(id, rule)| inside(id, rule)).map(|(id, _)| id.clone()).collect();
        Memberships { inside, timely: context.timely.get() }
    }

    /// Whether the person is in this audience at this moment, however it is evaluated.
    pub fn holds(&self, audience: &AudienceId, person: &dyn Persona, stated: Option<bool>, now: Timestamp) -> bool {
        let context = Membership { audiences: self, person, now, timely: Cell::new(false) };
        let by_rule = || self.rules.get(audience).is_some_and(|rule| rule.formula.holds(&context).unwrap_or(false));
        stated.unwrap_or_else(by_rule)
    }

    /// Whether any rule looks at this attribute, at an object around it or at something in it.
    pub fn look_at(&self, attribute: &str) -> bool {
        self.rules.values().any(|rule| rule.formula.looks_at(attribute))
    }

    /// Whether this is one of them, and its rule asks for no other.
    pub fn is_alone(&self, audience: &AudienceId) -> bool {
        self.rules.get(audience).is_some_and(|rule| rule.is_alone)
    }

    /// Whether this is one of them.
    pub fn has(&self, audience: &AudienceId) -> bool {
        self.rules.contains_key(audience)
    }

    /// Whether somebody to whom nothing has happened is elsewhere by now: by rules that ask for the time, or for other
    /// audiences. `stated` says what was stated of them.
    pub fn move_by_themselves(
        &self,
        person: &dyn Persona,
        stated: impl Fn(&AudienceId) -> Option<bool>,
        rules: Rules,
        now: Timestamp,
    ) -> bool {
        let is_asked = |rule: &Rule| rules == Rules::All || rule.evaluation != Evaluation::Batch;
        let timely = self.rules.iter().filter(|(_, rule)| !rule.is_timeless && is_asked(rule));
        let mut unstated = timely.filter(|(id, _)| stated(id).is_none());
        unstated.any(|(id, _)| self.holds(id, person, None, now) != person.is_in(id))
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
    person: &'a dyn Persona,
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
        Ok(self.person.attribute(path))
    }

    fn in_audience(&self, name: &str) -> bool {
        let found = self.audiences.rules.iter().find(|(_, rule)| rule.name == name);
        found.is_some_and(|(id, _)| self.person.is_in(id))
    }
}
