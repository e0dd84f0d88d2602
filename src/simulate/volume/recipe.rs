//! What chance makes of people: each a function of the seed and their number. The whole of a person, or one thing of
//! them, where one draw alone decides it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::chance::{Cause, Dice};
use super::draw;
use super::person::Overlap;
use super::table::Table;
use crate::expression::shape;
use crate::journey::{
    AttributeDraw, AudienceId, Distribution, Given, Inventory, Medium, MembershipShare, NamespaceId, Population,
    Profile, ProfileId, Value,
};
use crate::run::audiences::Audiences;
use crate::run::{Person, Persona as _, Someone};

/// How people are made.
#[derive(Debug)]
pub(super) struct Recipe<'a> {
    seed: u64,
    start: Timestamp,
    population: &'a Population,
    models: Vec<Modelled>,
    zones: Vec<Option<TimeZone>>,
    table: Option<Table<'a>>,
    /// When every membership that is stated holds.
    settled: BTreeMap<AudienceId, Timestamp>,
    causes: Causes,
}

/// A test profile as a model.
#[derive(Debug)]
struct Modelled {
    weight: u32,
    someone: Someone,
    /// Attributes that repeat an identity, and which.
    repeats: Vec<(String, NamespaceId)>,
}

/// What is drawn, named once.
#[derive(Debug)]
struct Causes {
    model: Cause,
    zone: Cause,
    attributes: Vec<(Cause, Cause)>,
    memberships: Vec<Cause>,
    consent: Vec<Cause>,
}

impl<'a> Recipe<'a> {
    pub(super) fn of(
        seed: u64,
        start: Timestamp,
        inventory: &'a Inventory,
        population: &'a Population,
        (audiences, table): (&Audiences, Option<Table<'a>>),
    ) -> Self {
        let named: Vec<(u32, &Profile)> = match population.models.as_slice() {
            [] if table.is_some() => Vec::new(),
            [] => inventory.profiles.iter().filter(|profile| profile.test_profile).map(|it| (1, it)).collect(),
            models => {
                models.iter().filter_map(|it| Some((it.weight, inventory.get::<Profile>(&it.profile)?))).collect()
            }
        };
        let mut models: Vec<Modelled> =
            named.into_iter().map(|(weight, profile)| Modelled::of(weight, profile, audiences, start)).collect();
        if models.is_empty() {
            models.push(Modelled::of(1, &blank(inventory), audiences, start));
        }
        let attribute = |field: &str| (Cause::of(field), Cause::of(&format!("{field} is missing")));
        let causes = Causes {
            model: Cause::of("model"),
            zone: Cause::of("zone"),
            attributes: population.attributes.iter().map(|it| attribute(&it.field)).collect(),
            memberships: population.memberships.iter().map(|it| Cause::of(it.audience.as_str())).collect(),
            consent: population.consent.iter().map(|it| Cause::of(&format!("consent {:?}", it.medium))).collect(),
        };
        let settled = inventory.audiences.iter().map(|audience| (audience.id.clone(), start)).collect();
        let zones = population.zones.iter().map(|it| TimeZone::get(&it.zone).ok()).collect();
        Self { seed, start, population, models, zones, table, settled, causes }
    }

    fn dice(&self, person: u32, cause: Cause) -> Dice {
        Dice::new(self.seed, u64::from(person), cause)
    }

    /// Whether people are rows of a table, of whom nothing is known by itself.
    pub(super) fn is_of_a_table(&self) -> bool {
        self.table.is_some()
    }

    /// Whether chance alone decides who is in the audience.
    pub(super) fn decides(&self, audience: &AudienceId) -> bool {
        self.population.memberships.iter().any(|it| &it.audience == audience && it.given.is_empty())
    }

    /// Every attribute that anybody has, in the order of their paths; nothing where a draw brings whole objects.
    pub(super) fn attributes(&self) -> Option<Vec<String>> {
        let draws = &self.population.attributes;
        let is_whole = draws.iter().any(|draw| match &draw.draw {
            Distribution::Constant(value) => matches!(value, Value::Object(_)),
            Distribution::Choice(choices) => choices.iter().any(|choice| matches!(choice.value, Value::Object(_))),
            _ => false,
        });
        let own = self.models.iter().flat_map(|model| model.someone.profile().attributes.into_keys());
        let all: BTreeSet<String> = own.chain(draws.iter().map(|draw| draw.field.clone())).collect();
        (!is_whole).then(|| all.into_iter().collect())
    }

    /// A person's identity.
    pub(super) fn identity(&self, person: u32, namespace: &NamespaceId) -> Option<String> {
        self.model(person).identities.get(namespace).map(|identity| own_identity(identity, person))
    }

    /// Whether chance says that the person is in the audience, where nothing else decides it.
    pub(super) fn drawn_inside(&self, person: u32, audience: &AudienceId) -> Option<bool> {
        if self.table.is_some() {
            return None;
        }
        let first = self.population.memberships.iter().position(|share| &share.audience == audience)?;
        let share = self.population.memberships.get(first).filter(|share| share.given.is_empty())?;
        Some(self.dice(person, *self.causes.memberships.get(first)?).falls(0, share.share))
    }

    pub(super) fn someone(&self, person: u32, id: ProfileId, audiences: &Audiences) -> Someone {
        let model = self.modelled(person);
        let mut someone = model.someone.clone();
        someone.person.id = id;
        model.personalize(&mut someone, person);
        if let Some(zone) = self.zone(person) {
            someone.person.zone = Some(zone.clone());
        }
        if let Some(table) = &self.table {
            table.tell(person, &mut someone);
        }
        let population = self.population;
        let mut done: Vec<&str> = Vec::new();
        for (draw, (cause, missing)) in population.attributes.iter().zip(&self.causes.attributes) {
            if done.contains(&draw.field.as_str()) || !holds(&someone.person.attributes, &draw.given) {
                continue;
            }
            done.push(&draw.field);
            someone.write(&draw.field, self.drawn(person, draw, (*cause, *missing)));
        }
        let mut told = Vec::new();
        for (share, cause) in population.consent.iter().zip(&self.causes.consent) {
            if !told.contains(&share.medium) && holds(&someone.person.attributes, &share.given) {
                told.push(share.medium);
                someone.person.consent.insert(share.medium, self.dice(person, *cause).falls(0, share.share));
            }
        }
        let mut stated: Vec<&AudienceId> = Vec::new();
        for (share, cause) in population.memberships.iter().zip(&self.causes.memberships) {
            if !stated.contains(&&share.audience) && holds(&someone.person.attributes, &share.given) {
                stated.push(&share.audience);
                someone.state(&share.audience, self.dice(person, *cause).falls(0, share.share));
            }
        }
        someone.settle(audiences, &self.settled);
        someone
    }

    /// The model of a person: of those that agree most with the memberships that chance has drawn, one by weight.
    pub(super) fn model(&self, person: u32) -> &Person {
        &self.modelled(person).someone.person
    }

    fn modelled(&self, person: u32) -> &Modelled {
        let drawn: Vec<(&AudienceId, bool)> = self
            .population
            .memberships
            .iter()
            .filter_map(|share: &MembershipShare| Some((&share.audience, self.drawn_inside(person, &share.audience)?)))
            .collect();
        let agrees = |model: &Modelled| {
            drawn
                .iter()
                .filter(|(audience, inside)| model.someone.person.audiences.contains(*audience) == *inside)
                .count()
        };
        let most = self.models.iter().filter(|model| model.weight > 0).map(agrees).max().unwrap_or(0);
        let weights = self.models.iter().map(|model| if agrees(model) == most { model.weight } else { 0 });
        let place = self.dice(person, self.causes.model).weighted(0, weights).unwrap_or(0);
        &self.models[place.min(self.models.len() - 1)]
    }

    pub(super) fn zone(&self, person: u32) -> Option<&TimeZone> {
        let weights = self.population.zones.iter().map(|zone| zone.weight);
        let place = self.dice(person, self.causes.zone).weighted(0, weights)?;
        self.zones.get(place)?.as_ref()
    }

    fn drawn(&self, person: u32, draw: &AttributeDraw, (cause, missing): (Cause, Cause)) -> Value {
        if self.dice(person, missing).falls(0, draw.missing) {
            Value::Null
        } else {
            draw::value(&draw.draw, self.start, self.dice(person, cause))
        }
    }

    /// An attribute as the first so many draws leave it, where one of them alone decides it, or none.
    pub(super) fn attribute(&self, person: u32, path: &[&str], draws: usize) -> Option<Value> {
        let upto = draws.min(self.population.attributes.len());
        for place in (0..upto).rev() {
            let draw = &self.population.attributes[place];
            match Overlap::of(draw.field.split('.'), path) {
                Overlap::None => {}
                _ if !self.is_drawn(person, place)? => {}
                Overlap::Holds(rest) => {
                    return Some(shape::select(&self.drawn(person, draw, self.causes.attributes[place]), rest));
                }
                Overlap::Within => return None,
            }
        }
        let model = self.modelled(person);
        let repeated = model.repeats.iter().map(|(field, _)| Overlap::of(field.split('.'), path));
        repeated.clone().all(|overlap| overlap == Overlap::None).then(|| model.someone.person.attribute(path))
    }

    /// Whether this draw holds for the person: the first for its field of which everything that it presumes holds.
    fn is_drawn(&self, person: u32, place: usize) -> Option<bool> {
        let draws = &self.population.attributes;
        for earlier in (0..place).filter(|earlier| draws[*earlier].field == draws[place].field) {
            if self.is_drawn(person, earlier)? {
                return Some(false);
            }
        }
        self.is_given(person, &draws[place].given, place)
    }

    fn is_given(&self, person: u32, given: &[Given], draws: usize) -> Option<bool> {
        for given in given {
            let path: Vec<&str> = given.field.split('.').collect();
            if self.attribute(person, &path, draws)? != given.is {
                return Some(false);
            }
        }
        Some(true)
    }

    pub(super) fn consents(&self, person: u32, medium: Medium) -> Option<Option<bool>> {
        let shares = self.population.consent.iter().zip(&self.causes.consent);
        for (share, cause) in shares.filter(|(share, _)| share.medium == medium) {
            if self.is_given(person, &share.given, usize::MAX)? {
                return Some(Some(self.dice(person, *cause).falls(0, share.share)));
            }
        }
        Some(self.model(person).consents(medium))
    }

    /// What chance, or else the model, states of a membership.
    pub(super) fn stated(&self, person: u32, audience: &AudienceId) -> Option<Option<bool>> {
        let shares = self.population.memberships.iter().zip(&self.causes.memberships);
        for (share, cause) in shares.filter(|(share, _)| share.audience == *audience) {
            if self.is_given(person, &share.given, usize::MAX)? {
                return Some(Some(self.dice(person, *cause).falls(0, share.share)));
            }
        }
        Some(self.modelled(person).someone.stated().get(audience).copied())
    }
}

impl Modelled {
    fn of(weight: u32, profile: &Profile, audiences: &Audiences, start: Timestamp) -> Self {
        let repeats = profile.attributes.iter().filter_map(|(path, value)| {
            let Value::Text(text) = value else { return None };
            let (namespace, _) = profile.identities.iter().find(|(_, identity)| *identity == text)?;
            Some((path.clone(), namespace.clone()))
        });
        Self { weight, repeats: repeats.collect(), someone: Someone::new(profile, audiences, start) }
    }

    /// Nobody has the identities of their model: `anna@example.com` becomes `anna+42@example.com`, `C-1` becomes
    /// `C-1-42`.
    fn personalize(&self, someone: &mut Someone, person: u32) {
        for identity in someone.person.identities.values_mut() {
            *identity = own_identity(identity, person);
        }
        for (path, namespace) in &self.repeats {
            if let Some(identity) = someone.person.identities.get(namespace).cloned() {
                someone.write(path, Value::Text(identity));
            }
        }
    }
}

/// Nobody has the identity of their model.
fn own_identity(identity: &str, person: u32) -> String {
    let number = u64::from(person) + 1;
    match identity.split_once('@') {
        Some((name, host)) => format!("{name}+{number}@{host}"),
        None => format!("{identity}-{number}"),
    }
}

/// Somebody of whom nothing is known but an identity of each type.
fn blank(inventory: &Inventory) -> Profile {
    let namespaces = inventory.namespaces.iter().filter(|namespace| namespace.people);
    let identity = |symbol: &str| if symbol.eq_ignore_ascii_case("email") { "person@example.com" } else { "P" };
    let identities = namespaces.map(|namespace| (namespace.id.clone(), identity(&namespace.symbol).to_owned()));
    Profile { identities: identities.collect(), ..Profile::default() }
}

/// Whether whoever has these attributes has all of these values.
fn holds(attributes: &Value, given: &[Given]) -> bool {
    given.iter().all(|given| {
        let path: Vec<&str> = given.field.split('.').collect();
        shape::select(attributes, &path) == given.is
    })
}
