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

use super::Rule;
use super::survey::{EntryKind, Step, Survey};
use crate::edit::jump::{Mapping, fill};
use crate::journey::{Event, Jump, Kind};

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

/// A mapping with the missing fields taken from events that certainly happened before the jump.
fn filled<'a>(survey: &Survey<'a>, step: &'a Step<'a>, event: &Event, mapping: &Mapping) -> Mapping {
    let mut mapping = mapping.clone();
    fill(&mut mapping, event, &survey.certain_events(step), survey.estate.inventory());
    mapping
}
