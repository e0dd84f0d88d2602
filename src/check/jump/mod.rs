//! Rules about jumps.

mod cards;
mod cycle;
mod mapping_broken;
mod namespace;
mod same_namespace;
mod target_entry;
mod target_missing;
mod unmapped_fields;
mod with_audience;

use std::collections::BTreeMap;

use super::Rule;
use super::survey::{EntryKind, Step, Survey};
use crate::journey::{Event, Expression, Jump, Kind};

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &namespace::RULE,
    &same_namespace::RULE,
    &target_entry::RULE,
    &with_audience::RULE,
    &cycle::RULE,
    &target_missing::RULE,
    &mapping_broken::RULE,
    &unmapped_fields::RULE,
];

/// The jumps of a journey.
fn jumps<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Step<'a>, &'a Jump)> {
    survey.each(|kind| if let Kind::Jump(jump) = kind { Some(jump) } else { None })
}

/// The event by which people enter the target of a jump.
fn target_event<'a>(survey: &Survey<'a>, jump: &Jump) -> Option<&'a Event> {
    match &survey.estate.outlines.get(jump.target.as_ref()?)?.entry {
        EntryKind::Event(event) => survey.estate.get(event.as_ref()),
        _ => None,
    }
}

/// What people call the target of a jump.
fn target_name(survey: &Survey<'_>, jump: &Jump) -> String {
    let outline = jump.target.as_ref().and_then(|target| survey.estate.outlines.get(target));
    outline.map_or_else(|| "the other journey".to_owned(), |outline| format!("'{}'", outline.name))
}

/// Fields of the target's event that a jump leaves unmapped. The person's identity is mapped by itself.
fn unmapped<'e>(event: &'e Event, mapping: &BTreeMap<String, Expression>) -> Vec<&'e str> {
    let identity = |field: &str| event.profile_identifier.as_str() == format!("@event{{{}.{field}}}", event.name);
    let fields = event.fields.iter().filter(|field| mapping.get(*field).is_none_or(Expression::is_empty));
    fields.filter(|field| !identity(field)).map(String::as_str).collect()
}

/// A mapping with the missing fields taken from fields of the same name of the event by which people entered here.
fn filled(survey: &Survey<'_>, event: &Event, mapping: &BTreeMap<String, Expression>) -> BTreeMap<String, Expression> {
    let mut mapping = mapping.clone();
    if let Some(Kind::Event(entry)) = survey.entry().map(|entry| &entry.activity.kind)
        && let Some(own) = survey.estate.get::<Event>(entry.event.as_ref())
    {
        for field in unmapped(event, &mapping.clone()) {
            if own.fields.iter().any(|known| known == field) {
                let text = format!("@event{{{}.{field}}}", own.name);
                mapping.insert(field.to_owned(), text.as_str().into());
            }
        }
    }
    mapping
}
