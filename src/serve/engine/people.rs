//! People who come in by lists: who they are, what is known of them, and into which journey they are let.

use std::collections::{BTreeMap, btree_map};

use jiff::SignedDuration;

use crate::journey::{
    Audience, AudienceId, JourneyId, Medium, Namespace, NamespaceId, Profile, ProfileId, Schema, SchemaClass, Value,
    ValueType, nearest,
};
use crate::run::Entry;
use crate::run::conduct::Reading;
use crate::serve::store::{StoreError, Wanted};

use super::Engine;

/// What a list says of somebody; what it does not say stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Introduction {
    /// Id of the profile; found by the first identity where absent.
    pub id: Option<String>,
    /// IANA name of the time zone.
    pub zone: Option<String>,
    /// Identities, by the identity type's name.
    pub identities: BTreeMap<String, String>,
    /// Attributes, by path.
    pub attributes: BTreeMap<String, Said>,
    /// Whether they agreed to messages.
    pub consent: BTreeMap<Medium, bool>,
    /// Whether they are in an audience, by its name or id.
    pub audiences: BTreeMap<String, bool>,
}

/// A value as a list has it.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// From JSON.
    Json(serde_json::Value),
    /// From a cell.
    Text(String),
}

/// Something of an introduction that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Whose, from 0.
    pub index: usize,
    /// Where: the way from the introduction.
    pub place: Vec<String>,
    /// Which demand is not met.
    pub code: &'static str,
    /// What is wrong, and what to do.
    pub detail: String,
    /// How many people it is wrong of: a word that nobody knows is said once, of the first who has it.
    pub people: usize,
}

/// Why nobody can be let in by a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoEntry {
    /// The journey is not live.
    NotLive,
    /// It does not begin with an audience that is read.
    NoAudience,
    /// The one of this index is named by an identity type that no journey here knows; these are known.
    Stranger(usize, String),
}

/// What all journeys together say of people.
#[derive(Default)]
struct Vocabulary {
    namespaces: BTreeMap<String, NamespaceId>,
    audiences: BTreeMap<String, AudienceId>,
    fields: BTreeMap<String, ValueType>,
}

impl Vocabulary {
    /// An audience by its name or id.
    fn audience(&self, named: &str) -> Option<&AudienceId> {
        self.audiences.get(named).or_else(|| self.audiences.values().find(|id| id.0 == named))
    }

    /// Whether people have such a field, or anything of it; they have all where no schema lists any.
    fn has_field(&self, path: &str) -> bool {
        let is_within = |outer: &str, inner: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'));
        let mut known = self.fields.keys();
        self.fields.is_empty() || known.any(|known| known == path || is_within(known, path) || is_within(path, known))
    }
}

impl Engine {
    /// Takes over what a list says of people, or says what of it cannot be understood; then nothing has happened.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn introduce(&mut self, people: &[Introduction]) -> Result<Result<(), Vec<Misfit>>, StoreError> {
        let words = self.vocabulary();
        let mut misfits = Vec::new();
        let understood: Vec<_> =
            people.iter().enumerate().map(|(index, person)| understand(person, index, &words, &mut misfits)).collect();
        if !misfits.is_empty() {
            return Ok(Err(each_once(misfits)));
        }
        for (mut profile, named, audiences) in understood {
            if profile.id.as_str().is_empty() {
                // The identity type is known, so somebody is meant.
                profile.id = self.subject(&named)?.unwrap_or_default();
            }
            self.learn(&profile)?;
            for (audience, inside) in audiences {
                self.member(profile.id.as_str(), &audience, inside)?;
            }
        }
        Ok(Ok(()))
    }

    /// Lets people into a journey that reads an audience: they are in the audience from now on, and it is read for each
    /// of them.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn admit(&mut self, journey: &JourneyId, subjects: &[String]) -> Result<Result<(), NoEntry>, StoreError> {
        let known = self.catalogue.journeys.get(journey).filter(|known| known.state == Some(Wanted::Live));
        let Some(version) = known.and_then(|known| known.version.clone()) else { return Ok(Err(NoEntry::NotLive)) };
        let Entry::Reading { audience: Some(audience), business: None, .. } = version.program.entry() else {
            return Ok(Err(NoEntry::NoAudience));
        };
        if let Some(index) = subjects.iter().position(|subject| self.is_strange(subject)) {
            return Ok(Err(NoEntry::Stranger(index, strange(&self.vocabulary().namespaces, "identity type"))));
        }
        for subject in subjects {
            let Some(profile) = self.subject(subject)? else { continue };
            self.member(profile.as_str(), &audience, true)?;
            self.read(journey, Reading { only: Some(profile), ..Reading::default() })?;
        }
        Ok(Ok(()))
    }

    fn vocabulary(&self) -> Vocabulary {
        let mut words = Vocabulary::default();
        for version in self.catalogue.journeys.values().filter_map(|known| known.version.as_ref()) {
            let inventory = &version.definition.inventory;
            for Namespace { id, name, .. } in &inventory.namespaces {
                words.namespaces.insert(name.clone(), id.clone());
            }
            for Audience { id, name, .. } in &inventory.audiences {
                words.audiences.insert(name.clone(), id.clone());
            }
            let of_people = |schema: &&Schema| schema.class == SchemaClass::IndividualProfile;
            for field in inventory.schemas.iter().filter(of_people).flat_map(|schema| &schema.fields) {
                words.fields.insert(field.path.clone(), field.kind);
            }
        }
        words
    }
}

/// Names that are said of those that are known.
const NAMED: usize = 12;

/// That nobody knows something of this kind by its name, and which ones are known.
fn strange<Id>(known: &BTreeMap<String, Id>, what: &str) -> String {
    let names: Vec<&str> = known.keys().take(NAMED).map(String::as_str).collect();
    let known = match (names.join(", "), known.len().saturating_sub(NAMED)) {
        (names, _) if names.is_empty() => {
            "none is known yet: a journey brings what it knows when it goes live".to_owned()
        }
        (names, 0) => format!("known here: {names}"),
        (names, more) => format!("known here: {names} and {more} more"),
    };
    format!("no journey that was activated here knows this {what}; {known}")
}

/// What is wrong with a word is said once, however many people have it.
fn each_once(misfits: Vec<Misfit>) -> Vec<Misfit> {
    let mut said: BTreeMap<(Vec<String>, &str), usize> = BTreeMap::new();
    let mut each: Vec<Misfit> = Vec::new();
    for misfit in misfits {
        if !misfit.code.starts_with("unknown-") {
            each.push(misfit);
            continue;
        }
        match said.entry((misfit.place.clone(), misfit.code)) {
            btree_map::Entry::Occupied(first) => each[*first.get()].people += 1,
            btree_map::Entry::Vacant(place) => {
                place.insert(each.len());
                each.push(misfit);
            }
        }
    }
    each
}

type Understood = (Profile, String, Vec<(AudienceId, bool)>);

fn understand(person: &Introduction, index: usize, words: &Vocabulary, misfits: &mut Vec<Misfit>) -> Understood {
    let mut misfit = |place: &[&str], code, detail: String| {
        let place = place.iter().map(|part| (*part).to_owned()).collect();
        misfits.push(Misfit { index, place, code, detail, people: 1 });
    };
    let mut profile = Profile {
        id: ProfileId(person.id.clone().unwrap_or_default()),
        zone: person.zone.clone().unwrap_or_default(),
        consent: person.consent.clone(),
        test_profile: false,
        ..Profile::default()
    };
    if !profile.zone.is_empty() && jiff::tz::TimeZone::get(&profile.zone).is_err() {
        misfit(&["zone"], "zone", format!("{} is no time zone; write one such as Europe/Stockholm", profile.zone));
    }
    let mut named = String::new();
    for (name, value) in &person.identities {
        match words.namespaces.get(name) {
            Some(_) if value.is_empty() => misfit(&["identities", name], "empty", "is empty; leave it out".to_owned()),
            Some(id) => {
                if named.is_empty() {
                    named = format!("{name}:{value}");
                }
                profile.identities.insert(id.clone(), value.clone());
            }
            None => {
                let detail = strange(&words.namespaces, "identity type");
                misfit(&["identities", name], "unknown-identity-type", detail);
            }
        }
    }
    if profile.id.as_str().contains(':') {
        let detail = "an id has no colon, for that names an identity: write identity and value apart, as identities";
        misfit(&["id"], "colon", detail.to_owned());
    }
    if profile.id.as_str().is_empty() && person.identities.is_empty() {
        misfit(&[], "nobody", "say who it is: an id or an identity".to_owned());
    }
    for (path, said) in &person.attributes {
        take(path, said, words, &mut |path, value| match value {
            Some(_) if !words.has_field(path) => {
                let near = nearest(path, words.fields.keys().map(String::as_str));
                let meant = near.map(|known| format!("; is {known} meant?")).unwrap_or_default();
                let detail = format!("no profile schema of a journey that was activated here has this field{meant}");
                misfit(&["attributes", path], "unknown-attribute", detail);
            }
            Some(value) => drop(profile.attributes.insert(path.to_owned(), value)),
            None => {
                let kind = words.fields.get(path).map_or("value", |kind| kind.name());
                misfit(&["attributes", path], "type", format!("is no {kind}"));
            }
        });
    }
    let mut audiences = Vec::new();
    for (name, inside) in &person.audiences {
        match words.audience(name) {
            Some(id) => audiences.push((id.clone(), *inside)),
            None => {
                let detail = strange(&words.audiences, "audience");
                misfit(&["audiences", name], "unknown-audience", detail);
            }
        }
    }
    (profile, named, audiences)
}

/// A value at its path, and the values in it where it is an object of several fields.
fn take(path: &str, said: &Said, words: &Vocabulary, found: &mut dyn FnMut(&str, Option<Value>)) {
    let kind = words.fields.get(path).copied();
    match (said, kind) {
        (Said::Json(serde_json::Value::Object(members)), None) => {
            for (name, value) in members {
                take(&format!("{path}.{name}"), &Said::Json(value.clone()), words, found);
            }
        }
        (Said::Json(json), kind) => found(path, typed(json, kind)),
        (Said::Text(text), Some(kind)) => found(path, Value::written(text, kind)),
        (Said::Text(text), None) => found(path, Some(Value::Text(text.clone()))),
    }
}

fn typed(json: &serde_json::Value, kind: Option<ValueType>) -> Option<Value> {
    use serde_json::Value as Json;
    Some(match (json, kind) {
        (Json::Null, _) => Value::Null,
        (Json::String(text), Some(ValueType::Duration)) if text.parse::<i64>().is_err() => {
            // As it is told: the length of time as ISO 8601 writes it.
            Value::Duration(i64::try_from(text.parse::<SignedDuration>().ok()?.as_millis()).ok()?)
        }
        (Json::String(text), Some(kind)) if kind != ValueType::String => Value::written(text, kind)?,
        (Json::String(text), _) => Value::Text(text.clone()),
        (Json::Bool(truth), None | Some(ValueType::Boolean)) => Value::Boolean(*truth),
        (Json::Number(number), None) => {
            number.as_i64().map(Value::Integer).or_else(|| number.as_f64().map(Value::Decimal))?
        }
        (Json::Number(number), Some(ValueType::Integer)) => Value::Integer(number.as_i64()?),
        (Json::Number(number), Some(ValueType::Duration)) => Value::Duration(number.as_i64()?),
        (Json::Number(number), Some(ValueType::Decimal)) => Value::Decimal(number.as_f64()?),
        (Json::Array(items), kind) if kind.is_none_or(ValueType::is_list) => {
            let kind = kind.and_then(ValueType::item);
            Value::List(items.iter().map(|item| typed(item, kind)).collect::<Option<_>>()?)
        }
        (Json::Object(members), None | Some(ValueType::ListAny | ValueType::ListObject)) => {
            let member = |(name, value): (&String, &Json)| Some((name.clone(), typed(value, None)?));
            Value::Object(members.iter().map(member).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}
