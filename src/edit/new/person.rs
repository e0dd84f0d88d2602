//! What of a record says who a person is, and what a test profile has for it. A record about somebody is made here,
//! whether for a new event, a test run or a preview; what else stands in it is none of this file's business.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::expression::{shape, title};
use crate::journey::{Event, EventKind, Field, Inventory, Namespace, NamespaceId, Profile, Value, ValueType};

use super::sample::{plain, text};

/// The event's sample as this test profile would bring it: what names or describes a person is theirs, all else stays.
/// What is another test profile's and not known of this one is left out. A business event is about nobody.
pub fn sample_of(inventory: &Inventory, event: &Event, person: &Profile) -> String {
    PersonalSample::of(inventory, event).about(person).unwrap_or_else(|| event.sample.clone())
}

/// An event's sample, read once to be told about one test profile after another.
pub struct PersonalSample<'a> {
    inventory: &'a Inventory,
    event: &'a Event,
    record: Map<String, Json>,
    told: Vec<Told>,
}

/// What the sample tells in one field.
struct Told {
    value: Json,
    /// Whether the event carries the person's identity there.
    carries: bool,
    likeness: Likeness,
    /// Whether it is what one of the test profiles has there; asked only where somebody has nothing of their own.
    is_somebodys: OnceCell<bool>,
}

impl<'a> PersonalSample<'a> {
    /// Reads the sample. One of a business event, or one that is no JSON object, tells of nobody.
    pub fn of(inventory: &'a Inventory, event: &'a Event) -> Self {
        let read = serde_json::from_str(&event.sample);
        let (EventKind::Unitary, Ok(Json::Object(record))) = (event.kind, read) else {
            return Self { inventory, event, record: Map::new(), told: Vec::new() };
        };
        let known = shape::event_fields(inventory, event);
        let whole = Json::Object(record.clone());
        let fields = shape::fields(&event.sample).unwrap_or_default().into_iter();
        let told = fields.filter_map(|told| {
            let value = shape::at(&whole, &told.path)?.clone();
            let field = known.iter().find(|known| known.path == told.path).cloned().unwrap_or(told);
            let carries = carrier(event) == Some(field.path.as_str());
            Some(Told { value, carries, likeness: Likeness::of(field), is_somebodys: OnceCell::new() })
        });
        Self { inventory, event, told: told.collect(), record }
    }

    /// The sample as this test profile would bring it; `None` where it is about them as it stands.
    pub fn about(&self, person: &Profile) -> Option<String> {
        self.record_about(person).map(text)
    }

    /// The same before it is written down.
    pub fn record_about(&self, person: &Profile) -> Option<Map<String, Json>> {
        let mut record = None;
        for told in &self.told {
            let path = &told.likeness.field.path;
            match self.has(person, told) {
                Some(own) if own != told.value => {
                    shape::put(record.get_or_insert_with(|| self.record.clone()), path, own)
                }
                None if self.is_somebodys(told) => take_out(record.get_or_insert_with(|| self.record.clone()), path),
                _ => {}
            }
        }
        record
    }

    fn is_somebodys(&self, told: &Told) -> bool {
        let has_it = |person: &Profile| self.has(person, told).as_ref() == Some(&told.value);
        *told.is_somebodys.get_or_init(|| self.inventory.profiles.iter().any(has_it))
    }

    fn has(&self, person: &Profile, told: &Told) -> Option<Json> {
        let paths: Vec<&str> = person.attributes.keys().map(String::as_str).collect();
        let mut origins = self.origins(told, &paths);
        origins.find_map(|origin| origin.own(person, &paths)).map(|own| json!(own))
    }

    /// Where somebody whose attributes are these finds what is theirs in a field; the first that says anything counts.
    fn origins<'o>(&'o self, told: &'o Told, paths: &'o [&'o str]) -> impl Iterator<Item = Origin<'a>> + use<'a, 'o> {
        let carried = self.event.namespace.as_ref().filter(|_| told.carries).map(Origin::Identity);
        carried.into_iter().chain(told.likeness.origins(self.inventory, paths))
    }

    /// What each of many people brings differently, all of whom have these attributes, or some of them; nothing where
    /// that is not said by texts alone.
    pub fn own_fields(&self, paths: &[&str]) -> Option<Vec<OwnField<'a>>> {
        let own = self.told.iter().filter_map(|told| {
            let origins: Vec<_> = self.origins(told, paths).collect();
            (!origins.is_empty()).then_some((told, origins))
        });
        let own = own.map(|(told, origins)| {
            let (Json::String(value), ValueType::String) = (&told.value, told.likeness.field.kind) else { return None };
            let (path, value) = (told.likeness.field.path.clone(), value.clone());
            Some(OwnField { path, value, is_somebodys: self.is_somebodys(told), origins })
        });
        own.collect()
    }

    /// Whether a field takes what somebody has at this path.
    pub fn takes(&self, attribute: &str) -> bool {
        self.told
            .iter()
            .any(|told| told.likeness.origins(self.inventory, &[attribute]).any(|origin| origin.is_attribute()))
    }
}

/// A field of a sample that people bring differently.
#[derive(Clone, Debug)]
pub struct OwnField<'a> {
    /// Its path.
    pub path: String,
    /// What the sample says there.
    pub value: String,
    /// Whether that is what one of the test profiles has there: whoever has nothing of their own leaves it out.
    pub is_somebodys: bool,
    /// Where people find what is theirs; the first that says anything counts.
    pub origins: Vec<Origin<'a>>,
}

/// Where something that is somebody's own is found.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// Among their identities.
    Identity(&'a NamespaceId),
    /// Among their attributes: by its place among those that were looked through.
    Attribute(usize),
    /// In what people call them.
    Name(Meaning),
}

impl Origin<'_> {
    fn is_attribute(&self) -> bool {
        matches!(self, Self::Attribute(_))
    }

    fn own(&self, person: &Profile, paths: &[&str]) -> Option<String> {
        match self {
            Self::Identity(namespace) => identity(person, namespace),
            Self::Attribute(place) => match person.attributes.get(*paths.get(*place)?) {
                Some(Value::Text(text)) if !text.is_empty() => Some(text.clone()),
                _ => None,
            },
            Self::Name(part) => part.called(&person.name),
        }
    }
}

/// Which of people's attributes are what a field asks for: looked at once for each path.
struct Likeness {
    field: Field,
    meaning: Option<Meaning>,
    /// Of each path: whether it is the same, or means the same.
    paths: RefCell<BTreeMap<String, (bool, bool)>>,
}

impl Likeness {
    fn of(field: Field) -> Self {
        Self { meaning: Meaning::of(&field.path), field, paths: RefCell::default() }
    }

    /// Where a person finds what the field asks for: at the same path, by what its name means, or in what people call
    /// them.
    fn origins<'o, 'a: 'o>(
        &'o self,
        inventory: &'a Inventory,
        paths: &'o [&'o str],
    ) -> impl Iterator<Item = Origin<'a>> + use<'a, 'o> {
        let is_asked = self.field.one_of.is_empty() && self.field.kind == ValueType::String;
        let places = move |fits: fn((bool, bool)) -> bool| {
            let all = paths.iter().enumerate().filter(move |(_, path)| fits(self.with(path)));
            all.map(|(place, _)| Origin::Attribute(place))
        };
        let named = self
            .meaning
            .into_iter()
            .flat_map(|meaning| meaning.among(inventory).map(Origin::Identity).chain([Origin::Name(meaning)]));
        let all = places(|(alike, _)| alike).chain(places(|(_, meant)| meant)).chain(named);
        all.filter(move |_| is_asked)
    }

    fn with(&self, path: &str) -> (bool, bool) {
        if let Some(known) = self.paths.borrow().get(path) {
            return *known;
        }
        let is_meant = self.meaning.is_some() && Meaning::of(path) == self.meaning;
        let found = (is_alike(path, &self.field.path), is_meant);
        self.paths.borrow_mut().insert(path.to_owned(), found);
        found
    }
}

/// The field of an event that carries the identity, where its expression is nothing but that field.
pub(super) fn carrier(event: &Event) -> Option<&str> {
    let opening = format!("@event{{{}.", event.name);
    let path = event.profile_identifier.as_str().strip_prefix(&opening)?.strip_suffix('}')?;
    (!path.contains(['{', '(', '\'', '"'])).then_some(path)
}

/// The person's identity of this type.
pub(super) fn identity(person: &Profile, namespace: &NamespaceId) -> Option<String> {
    let identity = person.identities.get(namespace).map(|identity| identity.trim())?;
    (!identity.is_empty()).then(|| identity.to_owned())
}

/// What a test profile has for a field: at the same path, by what its name means, or as people call the profile.
pub(super) fn own(inventory: &Inventory, person: &Profile, field: &Field) -> Option<Json> {
    let paths: Vec<&str> = person.attributes.keys().map(String::as_str).collect();
    let likeness = Likeness::of(field.clone());
    let mut origins = likeness.origins(inventory, &paths);
    origins.find_map(|origin| origin.own(person, &paths)).map(|own| json!(own))
}

/// The same path, or a longer one that ends alike: a profile's `person.name.firstName` is an event's `firstName`. A
/// name that says nothing alone, such as `address`, has to be the same from the beginning.
fn is_alike(path: &str, field: &str) -> bool {
    const VAGUE: [&str; 9] = ["address", "code", "date", "id", "name", "number", "status", "type", "value"];
    let longer = path.strip_suffix(field).is_some_and(|rest| rest.ends_with('.'));
    path == field || longer && !VAGUE.contains(&field) && (is_of_another(field) || !is_of_another(path))
}

/// Whether a path tells of somebody or something else than whom the record is about: `supportEmail`, `store.phone`.
/// Only whole words count, and none of the name under which an organization keeps its own fields: `_company.email`.
fn is_of_another(path: &str) -> bool {
    const OTHERS: [&str; 26] = [
        "agency",
        "agent",
        "airline",
        "bank",
        "branch",
        "brand",
        "carrier",
        "company",
        "courier",
        "dealer",
        "driver",
        "from",
        "hotel",
        "merchant",
        "organisation",
        "organization",
        "restaurant",
        "seller",
        "sender",
        "service",
        "shop",
        "store",
        "supplier",
        "support",
        "vendor",
        "venue",
    ];
    let own = path.split('.').filter(|part| !part.starts_with('_'));
    own.map(title::words).any(|part| part.split(' ').any(|word| OTHERS.contains(&word.to_lowercase().as_str())))
}

/// What everybody has, whatever a schema calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An address for mail.
    Email,
    /// A number to call.
    Phone,
    /// The first name.
    FirstName,
    /// The name of the family.
    LastName,
    /// Both.
    FullName,
}

impl Meaning {
    /// By the end of the path; nothing where that is somebody else's.
    fn of(path: &str) -> Option<Self> {
        Self::by_end(path).filter(|_| !is_of_another(path))
    }

    /// An address or a number by what stands before it: `personalEmail.address`.
    fn by_end(path: &str) -> Option<Self> {
        let mut parts = path.rsplit('.');
        let last = plain(parts.next().unwrap_or_default());
        let word = match (last.as_str(), parts.next()) {
            ("address" | "number", Some(before)) => plain(before),
            _ => last,
        };
        let is = |words: &[&str]| words.iter().any(|known| word.ends_with(known));
        match () {
            () if is(&["email", "mailaddress"]) => Some(Self::Email),
            () if is(&["phone", "mobile", "phonenumber", "mobilenumber"]) => Some(Self::Phone),
            () if is(&["firstname", "givenname"]) => Some(Self::FirstName),
            () if is(&["lastname", "surname", "familyname"]) => Some(Self::LastName),
            () if is(&["fullname", "personname", "customername"]) => Some(Self::FullName),
            () => None,
        }
    }

    /// The types of identities that are called so.
    fn among(self, inventory: &Inventory) -> impl Iterator<Item = &NamespaceId> {
        let means =
            move |known: &&Namespace| [&known.name, &known.symbol].iter().any(|name| Self::of(name) == Some(self));
        inventory.namespaces.iter().filter(means).map(|namespace| &namespace.id)
    }

    /// What the name says by which people know the profile.
    pub fn called(self, name: &str) -> Option<String> {
        let mut names = name.trim().splitn(2, ' ').map(str::trim).filter(|name| !name.is_empty());
        match self {
            Self::FirstName => names.next().map(str::to_owned),
            Self::LastName => names.nth(1).map(str::to_owned),
            Self::FullName => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
            Self::Email | Self::Phone => None,
        }
    }
}

fn take_out(record: &mut Map<String, Json>, path: &str) {
    match path.split_once('.') {
        Some((name, rest)) => {
            if let Some(Json::Object(inner)) = record.get_mut(name) {
                take_out(inner, rest);
            }
        }
        None => drop(record.remove(path)),
    }
}
