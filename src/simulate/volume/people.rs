//! The people: made when they are needed, each a function of the seed and their number, so that nobody has to be kept.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::chance::{Cause, Dice};
use super::draw;
use super::table::Table;
use crate::expression::shape;
use crate::journey::{
    AudienceId, Given, Inventory, MembershipShare, NamespaceId, Population, Profile, ProfileId, Value,
};
use crate::run::Someone;
use crate::run::audiences::Audiences;

/// Everybody. A person is known by number, from 0, in the order of their ids.
#[derive(Debug)]
pub(super) struct People<'a> {
    count: u32,
    start: Timestamp,
    audiences: Audiences,
    source: Source<'a>,
}

#[derive(Debug)]
enum Source<'a> {
    /// These, as they are.
    Listed(BTreeMap<ProfileId, Someone>, Vec<ProfileId>),
    Drawn(Box<Recipe<'a>>),
}

#[derive(Debug)]
struct Recipe<'a> {
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

/// How ids of drawn people begin; a number of ten digits follows, from 1.
const DRAWN: &str = "person-";

impl<'a> People<'a> {
    /// These test profiles, as they are.
    pub(super) fn listed(people: BTreeMap<ProfileId, Someone>, audiences: Audiences, start: Timestamp) -> Self {
        let ids: Vec<ProfileId> = people.keys().cloned().collect();
        let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        Self { count, start, audiences, source: Source::Listed(people, ids) }
    }

    /// So many, as the population says.
    pub(super) fn drawn(
        count: u32,
        (seed, start): (u64, Timestamp),
        inventory: &'a Inventory,
        population: &'a Population,
        table: Option<Table<'a>>,
    ) -> Self {
        let audiences = Audiences::of(inventory);
        let recipe = Recipe::of(seed, start, inventory, population, (&audiences, table));
        Self { count, start, audiences, source: Source::Drawn(Box::new(recipe)) }
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn audiences(&self) -> &Audiences {
        &self.audiences
    }

    /// The id of the person of this number.
    pub(super) fn id(&self, person: u32) -> ProfileId {
        match &self.source {
            Source::Listed(_, ids) => ids.get(person as usize).cloned().unwrap_or_default(),
            Source::Drawn(_) => ProfileId(format!("{DRAWN}{:010}", u64::from(person) + 1)),
        }
    }

    /// The number of the person of this id.
    pub(super) fn find(&self, id: &ProfileId) -> Option<u32> {
        match &self.source {
            Source::Listed(_, ids) => ids.binary_search(id).ok().and_then(|person| u32::try_from(person).ok()),
            Source::Drawn(_) => {
                let number: u64 = id.as_str().strip_prefix(DRAWN)?.parse().ok()?;
                u32::try_from(number.checked_sub(1)?).ok().filter(|person| *person < self.count)
            }
        }
    }

    /// A person as they are at the start.
    pub(super) fn someone(&self, person: u32) -> Someone {
        match &self.source {
            Source::Listed(people, ids) => {
                let known = ids.get(person as usize).and_then(|id| people.get(id));
                known.cloned().unwrap_or_else(|| Someone::unknown(self.id(person)))
            }
            Source::Drawn(recipe) => recipe.someone(person, self.id(person), &self.audiences),
        }
    }

    /// Whether a person is in an audience at the start.
    pub(super) fn is_inside(&self, person: u32, audience: &AudienceId) -> bool {
        if let Source::Drawn(recipe) = &self.source
            && let Some(drawn) = recipe.drawn_inside(person, audience)
        {
            return drawn;
        }
        self.someone(person).person.audiences.contains(audience)
    }

    /// Whether the daily evaluation may change what anybody is in: some rule has the last word on somebody.
    pub(super) fn are_evaluated(&self) -> bool {
        let stated = |audience: &AudienceId| match &self.source {
            Source::Listed(..) => false,
            Source::Drawn(recipe) => {
                recipe.population.memberships.iter().any(|it| &it.audience == audience && it.given.is_empty())
            }
        };
        self.audiences.rules().any(|(audience, rule)| !rule.is_empty() && !stated(audience))
    }

    /// The moment from which they are as they are.
    pub(super) fn start(&self) -> Timestamp {
        self.start
    }
}

impl<'a> Recipe<'a> {
    fn of(
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

    /// Whether chance says that the person is in the audience, where nothing else decides it.
    fn drawn_inside(&self, person: u32, audience: &AudienceId) -> Option<bool> {
        if self.table.is_some() {
            return None;
        }
        let first = self.population.memberships.iter().position(|share| &share.audience == audience)?;
        let share = self.population.memberships.get(first).filter(|share| share.given.is_empty())?;
        Some(self.dice(person, *self.causes.memberships.get(first)?).falls(0, share.share))
    }

    fn someone(&self, person: u32, id: ProfileId, audiences: &Audiences) -> Someone {
        let model = self.model(person);
        let mut someone = model.someone.clone();
        someone.person.id = id;
        model.personalize(&mut someone, person);
        if let Some(zone) = self.zone(person) {
            someone.person.zone = Some(zone);
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
            let value = if self.dice(person, *missing).falls(0, draw.missing) {
                Value::Null
            } else {
                draw::value(&draw.draw, self.start, self.dice(person, *cause))
            };
            someone.write(&draw.field, value);
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
    fn model(&self, person: u32) -> &Modelled {
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

    fn zone(&self, person: u32) -> Option<TimeZone> {
        let weights = self.population.zones.iter().map(|zone| zone.weight);
        let place = self.dice(person, self.causes.zone).weighted(0, weights)?;
        self.zones.get(place).cloned().flatten()
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
        let number = u64::from(person) + 1;
        for identity in someone.person.identities.values_mut() {
            *identity = match identity.split_once('@') {
                Some((name, host)) => format!("{name}+{number}@{host}"),
                None => format!("{identity}-{number}"),
            };
        }
        for (path, namespace) in &self.repeats {
            if let Some(identity) = someone.person.identities.get(namespace).cloned() {
                someone.write(path, Value::Text(identity));
            }
        }
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
pub(super) fn holds(attributes: &Value, given: &[Given]) -> bool {
    given.iter().all(|given| {
        let path: Vec<&str> = given.field.split('.').collect();
        shape::select(attributes, &path) == given.is
    })
}
