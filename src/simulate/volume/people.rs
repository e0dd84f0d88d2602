//! The people: made when they are needed, each a function of the seed and their number, so that nobody has to be kept.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::person::Person;
use super::recipe::Recipe;
use super::table::Table;
use crate::journey::{AudienceId, Inventory, Medium, NamespaceId, PastEvent, Population, ProfileId, Value};
use crate::run::audiences::Audiences;
use crate::run::{Persona as _, Someone};

/// Everybody. A person is known by number, from 0, in the order of their ids.
#[derive(Debug)]
pub(super) struct People<'a> {
    count: u32,
    start: Timestamp,
    audiences: Audiences,
    /// Audiences ask for nothing but attributes.
    is_timeless: bool,
    source: Source<'a>,
}

#[derive(Debug)]
enum Source<'a> {
    /// These, as they are.
    Listed(BTreeMap<ProfileId, Someone>, Vec<ProfileId>),
    Drawn(Box<Recipe<'a>>),
}

/// How ids of drawn people begin; a number of ten digits follows, from 1.
const DRAWN: &str = "person-";

/// Written digit by digit: it is asked for at everything that happens to anybody.
fn drawn_id(person: u32) -> String {
    let mut id = String::with_capacity(DRAWN.len() + 10);
    id.push_str(DRAWN);
    let mut unit = 1_000_000_000;
    while unit > 0 {
        id.push(char::from(b'0' + ((u64::from(person) + 1) / unit % 10) as u8));
        unit /= 10;
    }
    id
}

impl<'a> People<'a> {
    /// These test profiles, as they are.
    pub(super) fn listed(people: BTreeMap<ProfileId, Someone>, audiences: Audiences, start: Timestamp) -> Self {
        let ids: Vec<ProfileId> = people.keys().cloned().collect();
        let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let is_timeless = audiences.are_timeless();
        Self { count, start, audiences, is_timeless, source: Source::Listed(people, ids) }
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
        let is_timeless = audiences.are_timeless();
        Self { count, start, audiences, is_timeless, source: Source::Drawn(Box::new(recipe)) }
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn audiences(&self) -> &Audiences {
        &self.audiences
    }

    /// Whether audiences ask for nothing but attributes: whoever is not written to stays where they are.
    pub(super) fn are_timeless(&self) -> bool {
        self.is_timeless
    }

    /// The id of the person of this number.
    pub(super) fn id(&self, person: u32) -> ProfileId {
        match &self.source {
            Source::Listed(_, ids) => ids.get(person as usize).cloned().unwrap_or_default(),
            Source::Drawn(_) => ProfileId(drawn_id(person)),
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

    /// What is known of a person from one draw alone; nothing where more of them has to be made.
    fn recipe(&self) -> Option<&Recipe<'a>> {
        match &self.source {
            Source::Drawn(recipe) if !recipe.is_of_a_table() => Some(recipe),
            Source::Drawn(_) | Source::Listed(..) => None,
        }
    }

    fn listed_one(&self, person: u32) -> Option<&Someone> {
        match &self.source {
            Source::Listed(people, ids) => people.get(ids.get(person as usize)?),
            Source::Drawn(_) => None,
        }
    }

    /// An attribute of a person as they are at the start, by itself.
    pub(super) fn attribute(&self, person: u32, path: &[&str]) -> Option<Value> {
        self.recipe()?.attribute(person, path, usize::MAX)
    }

    /// The time zone of a person, by itself.
    pub(super) fn zone(&self, person: u32) -> Option<Option<&TimeZone>> {
        let recipe = self.recipe()?;
        Some(recipe.zone(person).or_else(|| recipe.model(person).zone()))
    }

    /// Every attribute that anybody has at the start, in the order of their paths; nothing where that is not known of all
    /// at once.
    pub(super) fn attributes(&self) -> Option<Vec<String>> {
        self.recipe()?.attributes()
    }

    /// A person's identity, by itself.
    pub(super) fn identity(&self, person: u32, namespace: &NamespaceId) -> Option<Option<String>> {
        Some(self.recipe()?.identity(person, namespace))
    }

    /// Whether a person has such an identity, by itself.
    pub(super) fn has_identity(&self, person: u32, namespace: &NamespaceId) -> Option<bool> {
        Some(self.recipe()?.model(person).has_identity(namespace))
    }

    /// Whether a person agreed to messages of a medium, by itself.
    pub(super) fn consents(&self, person: u32, medium: Medium) -> Option<Option<bool>> {
        self.recipe()?.consents(person, medium)
    }

    /// Whether a person is in an audience at the start, by itself: as is stated, or as the rule says of them, where it asks
    /// for no other audience.
    pub(super) fn is_in(&self, person: u32, audience: &AudienceId) -> Option<bool> {
        if let Some(someone) = self.listed_one(person) {
            return Some(someone.person.is_in(audience));
        }
        if !self.audiences.has(audience) {
            return Some(false);
        }
        let stated = self.stated(person, audience)?;
        let is_sure = stated.is_some() || self.audiences.is_alone(audience);
        is_sure.then(|| self.audiences.holds(audience, &Person::new(self, person, None), stated, self.start))
    }

    /// What was stated of a membership at the start; nothing where more of the person has to be made.
    pub(super) fn stated(&self, person: u32, audience: &AudienceId) -> Option<Option<bool>> {
        if let Some(someone) = self.listed_one(person) {
            return Some(someone.stated().get(audience).copied());
        }
        self.recipe()?.stated(person, audience)
    }

    /// What happened to a person before the start, by itself.
    pub(super) fn history(&self, person: u32) -> Option<&[PastEvent]> {
        if let Some(someone) = self.listed_one(person) {
            return Some(&someone.person.history);
        }
        Some(&self.recipe()?.model(person).history)
    }

    /// Whether the daily evaluation may change what anybody is in: some rule has the last word on somebody.
    pub(super) fn are_evaluated(&self) -> bool {
        let stated = |audience: &AudienceId| match &self.source {
            Source::Listed(..) => false,
            Source::Drawn(recipe) => recipe.decides(audience),
        };
        self.audiences.rules().any(|(audience, rule)| !rule.is_empty() && !stated(audience))
    }

    /// The moment from which they are as they are.
    pub(super) fn start(&self) -> Timestamp {
        self.start
    }
}
