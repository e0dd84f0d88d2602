//! Rules about profile updates.

mod cards;
mod dataset;
mod enumeration;
mod grouping;
mod max_fields;
mod namespace;
mod new_field;
mod not_a_profile;
mod read_after_write;
mod shared_dataset;

use super::Rule;
use super::survey::{Step, Survey};
use crate::edit::Edit;
use crate::journey::{Field, Kind, Schema, UpdateProfile};

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &namespace::RULE,
    &max_fields::RULE,
    &enumeration::RULE,
    &new_field::RULE,
    &not_a_profile::RULE,
    &dataset::RULE,
    &shared_dataset::RULE,
    &read_after_write::RULE,
    &grouping::RULE,
];

/// The profile updates of a journey.
fn updates<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Step<'a>, &'a UpdateProfile)> {
    survey.each(|kind| if let Kind::UpdateProfile(update) = kind { Some(update) } else { None })
}

/// The field of this path in a schema.
fn field_of<'s>(schema: &'s Schema, path: &str) -> Option<&'s Field> {
    schema.fields.iter().find(|field| field.path == path)
}

/// The step with this field in the place of another.
fn renamed(survey: &Survey<'_>, step: &Step<'_>, path: &str, meant: &str) -> Vec<Edit> {
    survey.mend().step(step, |activity| {
        if let Kind::UpdateProfile(update) = &mut activity.kind {
            for field in update.fields.iter_mut().filter(|field| field.field == path) {
                meant.clone_into(&mut field.field);
            }
        }
    })
}

/// The step without this field.
fn without(survey: &Survey<'_>, step: &Step<'_>, path: &str) -> Vec<Edit> {
    survey.mend().step(step, |activity| {
        if let Kind::UpdateProfile(update) = &mut activity.kind {
            update.fields.retain(|field| field.field != path);
        }
    })
}
