//! What rules about supplemental identifiers ask: where one is used, what its field is, and the shop of their examples.

use smol_str::SmolStr;

use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Estate, Survey};
use crate::expression::{Expected, Target, shape};
use crate::journey::{
    DataSource, Event, Field, Inventory, Kind, Namespace, ReadAudience, Schema, SupplementalId, ValueType,
};

/// Steps that tell runs apart, with the field of the step at which that shows.
pub(super) fn steps<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Step<'a>, &'static str, &'a SupplementalId)> {
    let estate = survey.estate;
    survey.flow.steps.iter().filter_map(move |step| match step.kind() {
        Kind::Event(listening) => {
            let event = estate.get::<Event>(listening.event.as_ref())?;
            Some((step, "event", event.supplemental.as_ref()?))
        }
        Kind::BusinessEvent(listening) => {
            let event = estate.get::<Event>(listening.event.as_ref())?;
            Some((step, "event", event.supplemental.as_ref()?))
        }
        Kind::ReadAudience(read) => Some((step, "supplemental", read.supplemental.as_ref()?)),
        _ => None,
    })
}

/// What a field is to somebody who wants to tell runs apart by it.
pub(super) enum Key<'a> {
    /// A text of this path, or one in each object of a list.
    Text(Vec<String>),
    /// A field that cannot hold an identifier.
    Other(&'a str),
    /// No single field, or one that nobody knows: other rules speak of that.
    Unknown,
}

/// What the key of a supplemental identifier refers to, of an event or of the profile.
pub(super) fn key<'a>(estate: &Estate<'a>, supplemental: &'a SupplementalId) -> Key<'a> {
    let typed = estate.language.typed(supplemental.key.as_str(), Expected::Any);
    let [reference] = typed.references.as_slice() else { return Key::Unknown };
    let (schema, path) = match &reference.target {
        Target::Event(name) => {
            let event = estate.inventory().named::<Event>(name);
            let path: Vec<String> = reference.path.iter().map(ToString::to_string).collect();
            (event.and_then(|event| event.schema.as_ref()), path)
        }
        Target::FieldGroup { source, group } => {
            let source = estate.inventory().named::<DataSource>(source);
            let group = source.and_then(|source| source.field_groups.iter().find(|known| &known.name == group));
            let names: Vec<&str> = reference.path.iter().map(SmolStr::as_str).collect();
            let path = shape::profile_path(shape::PLATFORM_SOURCE, &names);
            (group.and_then(|group| group.schema.as_ref()), path.iter().map(|name| (*name).to_owned()).collect())
        }
        _ => return Key::Unknown,
    };
    let Some(schema) = estate.get::<Schema>(schema) else { return Key::Unknown };
    match field(&schema.fields, &path.join(".")) {
        Some(ValueType::String) => Key::Text(path),
        Some(_) => Key::Other(supplemental.key.as_str()),
        None => Key::Unknown,
    }
}

/// The type of the field at a path, also of one inside the objects of a list.
fn field(fields: &[Field], path: &str) -> Option<ValueType> {
    let inside = |field: &Field| field.items.is_empty() || field.kind == ValueType::ListObject;
    fields.iter().find_map(|known| match path.strip_prefix(known.path.as_str())? {
        "" => Some(known.kind),
        rest if inside(known) => field(&known.items, rest.strip_prefix('.')?),
        _ => None,
    })
}

/// Why an identity type cannot tell runs of one person apart.
pub(super) fn is_of_people(estate: &Estate<'_>, supplemental: &SupplementalId) -> bool {
    estate.get::<Namespace>(supplemental.namespace.as_ref()).is_some_and(|namespace| namespace.people)
}

/// An identifier of this key, by the shop's products.
pub(super) fn by(key: &str) -> SupplementalId {
    SupplementalId { key: key.into(), namespace: Some("namespace-product".into()) }
}

/// Another supplemental identifier for an event of the shop.
pub(super) fn of_event(inventory: &mut Inventory, id: &str, supplemental: SupplementalId) {
    for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == id) {
        event.supplemental = Some(supplemental.clone());
    }
}

/// A journey that begins with an order; people are in it once for each order.
pub(super) fn order() -> Sketch {
    Sketch::event().inventory(|inventory| of_event(inventory, "event-order", by("@event{OrderPlaced.orderId}")))
}

/// A journey that reads the loyal customers, who are in it once for each city.
pub(super) fn reading(change: impl FnOnce(&mut ReadAudience)) -> Sketch {
    Sketch::empty().then(read(change)).then(steps::email())
}

/// A read audience that is read slowly enough for a supplemental identifier.
pub(super) fn read(change: impl FnOnce(&mut ReadAudience)) -> Kind {
    let mut kind = steps::read();
    if let Kind::ReadAudience(read) = &mut kind {
        read.reading_rate = 500;
        read.supplemental = Some(by("#{ExperiencePlatform.ProfileFieldGroup.homeAddress.city}"));
        change(read);
    }
    kind
}
