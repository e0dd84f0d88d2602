//! Jumps: what of a mapping means the same for another event, and from where in this journey the fields of that event
//! are taken. Whether a jump may stand there at all is for the guardrails to say.

use std::collections::BTreeMap;

use crate::expression::{event_field, shape};
use crate::journey::{Event, EventId, Expression, Inventory, ValueType};

/// Field of the target's event → expression in the journey that jumps.
pub type Mapping = BTreeMap<String, Expression>;

/// The fields of an event that nothing fills yet. The person's identity is mapped by itself.
pub fn unmapped<'e>(event: &'e Event, mapping: &Mapping) -> Vec<&'e str> {
    let identity = |field: &str| event.profile_identifier.as_str() == format!("@event{{{}.{field}}}", event.name);
    let fields = event.fields.iter().filter(|field| mapping.get(*field).is_none_or(Expression::is_empty));
    fields.filter(|field| !identity(field)).map(String::as_str).collect()
}

/// Keeps of a mapping what means the same for this event: all of it where it was made for the same one, else the fields
/// of the same name and type.
pub fn keep(mapping: &mut Mapping, made_for: Option<&EventId>, event: &Event, inventory: &Inventory) {
    if made_for == Some(&event.id) {
        return;
    }
    let before = made_for.and_then(|id| inventory.get::<Event>(id)).map(|before| types(before, inventory));
    let now = types(event, inventory);
    mapping.retain(|field, _| {
        let kind = now.get(field);
        kind.is_some() && before.as_ref().is_none_or(|before| before.get(field) == kind)
    });
}

/// Fills the fields that are still empty from these events, which happened to everybody before the jump, the nearest
/// first: from the event itself where it is one of them, else from the nearest that brings a field of this name and
/// type. What may be empty there is no source: the field is left open.
pub fn fill(mapping: &mut Mapping, event: &Event, certain: &[&EventId], inventory: &Inventory) {
    let wanted = types(event, inventory);
    let mut sources = certain.to_vec();
    // Of the same event it is the same field.
    sources.sort_by_key(|source| **source != event.id);
    let sources: Vec<_> = sources.into_iter().filter_map(|id| inventory.get::<Event>(id)).collect();
    let sources: Vec<_> = sources.into_iter().map(|source| (source, types(source, inventory))).collect();
    for field in unmapped(event, &mapping.clone()) {
        let brings = |(_, known): &&(&Event, BTreeMap<String, ValueType>)| {
            known.get(field).is_some_and(|kind| wanted.get(field).is_none_or(|wanted| wanted == kind))
        };
        if let Some((source, _)) = sources.iter().find(brings) {
            mapping.insert(field.to_owned(), event_field(&source.name, field).as_str().into());
        }
    }
}

fn types(event: &Event, inventory: &Inventory) -> BTreeMap<String, ValueType> {
    shape::event_fields(inventory, event).into_iter().map(|field| (field.path, field.kind)).collect()
}
