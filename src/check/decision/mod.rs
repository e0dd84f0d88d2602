//! Rules about content decisions and dataset lookups: what they need, how much they fetch, how later steps call it.

mod cards;
mod dataset_key;
mod lookup_count;
mod lookup_enabled;
mod lookup_fields;
mod lookup_key_type;
mod lookup_keys;
mod lookup_leaf;
mod lookup_many;
mod output_name;
mod policy_missing;

use super::Rule;
use crate::check::survey::{Step, Survey};
use crate::journey::{Activity, Dataset, DatasetLookup, Field, Kind, Schema};

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &policy_missing::RULE,
    &output_name::RULE,
    &lookup_enabled::RULE,
    &lookup_key_type::RULE,
    &lookup_keys::RULE,
    &lookup_fields::RULE,
    &lookup_leaf::RULE,
    &lookup_count::RULE,
    &lookup_many::RULE,
    &dataset_key::RULE,
];

/// The dataset lookups of a journey.
fn lookups<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Step<'a>, &'a DatasetLookup)> {
    survey.each(|kind| if let Kind::DatasetLookup(lookup) = kind { Some(lookup) } else { None })
}

/// The fields of the records in which a step looks.
fn fields<'a>(survey: &Survey<'a>, lookup: &DatasetLookup) -> Option<&'a [Field]> {
    let dataset = survey.estate.get::<Dataset>(lookup.dataset.as_ref())?;
    survey.estate.get::<Schema>(dataset.schema.as_ref()).map(|schema| schema.fields.as_slice())
}

/// Changes the lookup of a step, for examples and remedies.
fn set(activity: &mut Activity, change: impl FnOnce(&mut DatasetLookup)) {
    if let Kind::DatasetLookup(lookup) = &mut activity.kind {
        change(lookup);
    }
}
