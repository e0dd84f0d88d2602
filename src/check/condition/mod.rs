//! Rules about conditions.

mod asked;
mod cards;
mod date_reversed;
mod expression_missing;
mod no_other_path;
mod not_boolean;
mod null_field;
mod other_path_on_split;
mod profile_cap_small;
mod split_total;
mod time_always;
mod unreachable;
mod value_missing;

use super::Rule;
use super::survey::{Step, Survey};
use crate::journey::{Activity, Condition, Kind};

pub(super) use cards::CARDS;
pub(super) use value_missing::open;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &expression_missing::RULE,
    &value_missing::RULE,
    &not_boolean::RULE,
    &null_field::RULE,
    &no_other_path::RULE,
    &other_path_on_split::RULE,
    &split_total::RULE,
    &profile_cap_small::RULE,
    &time_always::RULE,
    &date_reversed::RULE,
    &unreachable::RULE,
];

/// The conditions of a journey.
fn conditions<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Step<'a>, &'a Condition)> {
    survey.each(|kind| if let Kind::Condition(condition) = kind { Some(condition) } else { None })
}

/// Changes the fields of a condition.
fn change(activity: &mut Activity, change: impl FnOnce(&mut Condition)) {
    if let Kind::Condition(condition) = &mut activity.kind {
        change(condition);
    }
}

/// A path as a sentence names it: its label in quotes, or its number.
fn path_name(label: &str, index: usize) -> String {
    if label.is_empty() { format!("path {}", index + 1) } else { format!("the path '{label}'") }
}
