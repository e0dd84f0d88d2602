//! A dataset for lookup says by which field its records are found.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Dataset, Item, ItemRef, Place, Schema, ValueType};

pub(super) const RULE: Rule = Rule {
    id: "waymark-dataset-key",
    aliases: &[],
    family: Family::Decision,
    severity: Severity::Error,
    summary: "A dataset that is enabled for lookup says by which text field of its schema its records are found.",
    why: "The platform finds records by the primary identity of their schema; without it no key finds anything.",
    sources: &[source::WAYMARK, source::DATASET_LOOKUP],
    flagged: || found_by("").at_item(ItemRef::Dataset("dataset-products".into()), "key"),
    passing: || found_by("sku"),
    mending: Mending::Offers("Takes the field that identifies the records of its schema."),
    check: Check::Workspace(check),
};

fn found_by(key: &'static str) -> Sketch {
    Sketch::event().then(steps::email()).inventory(|inventory| {
        inventory.datasets.iter_mut().for_each(|dataset| key.clone_into(&mut dataset.key));
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for dataset in estate.inventory().datasets.iter().filter(|dataset| dataset.lookup) {
        let Some(schema) = estate.get::<Schema>(dataset.schema.as_ref()) else { continue };
        let is_key =
            |path: &str| schema.fields.iter().any(|field| field.path == path && field.kind == ValueType::String);
        if is_key(&dataset.key) {
            continue;
        }
        let message = if dataset.key.is_empty() {
            format!("The dataset '{}' does not say by which field its records are found.", dataset.name)
        } else {
            format!(
                "The dataset '{}' is found by '{}', which is no text field of its schema.",
                dataset.name, dataset.key
            )
        };
        let place = Place::item(ItemRef::Dataset(dataset.id.clone())).field("key");
        let finding = findings.report(place, message);
        if is_key(&schema.identity_field) {
            let mended = Dataset { key: schema.identity_field.clone(), ..dataset.clone() };
            let title = format!("Find records by '{}'", schema.identity_field);
            finding.suggested(title, vec![Edit::Put(Box::new(Item::Dataset(mended)))]);
        }
    }
}
