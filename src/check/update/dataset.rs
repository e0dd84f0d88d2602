//! An update writes into a dataset that profiles are made of.

use super::updates;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Dataset, Inventory, Namespace, Schema};

pub(super) const RULE: Rule = Rule {
    id: "update-profile-dataset",
    aliases: &[],
    family: Family::Update,
    severity: Severity::Error,
    summary: "The dataset of a profile update is enabled for profiles and has the identity type of the journey.",
    why: "Otherwise the update fails when somebody comes to it: what it writes belongs to no profile.",
    sources: &[source::UPDATE_PROFILE],
    flagged: || written(|dataset| dataset.for_profiles = false).at("dataset"),
    passing: || written(|_| {}),
    mending: Mending::None("A dataset is enabled on the platform; what is stated of it here follows."),
    check: Check::Journey(check),
};

/// A journey that updates profiles, and the dataset into which it writes.
pub(super) fn written(change: impl FnOnce(&mut Dataset)) -> Sketch {
    let mut dataset = Dataset {
        id: "dataset-loyalty".into(),
        name: "Loyalty".to_owned(),
        schema: Some("schema-profile".into()),
        for_profiles: true,
        ..Dataset::default()
    };
    change(&mut dataset);
    Sketch::event().then(steps::update()).inventory(|inventory: &mut Inventory| inventory.datasets.push(dataset))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let estate = survey.estate;
    for (step, update) in updates(survey) {
        let Some(dataset) = estate.inventory().named::<Dataset>(&update.dataset) else { continue };
        let place = || survey.field(step, "dataset");
        if !dataset.for_profiles {
            let message = format!(
                "{} writes into '{}', which is not enabled for profiles: the update would fail.",
                survey.title(step),
                dataset.name
            );
            findings.report(place(), message);
            continue;
        }
        let own = estate.get::<Schema>(dataset.schema.as_ref()).and_then(|schema| schema.primary_identity.as_ref());
        let (Some(own), Some(wanted)) = (own, survey.namespace()) else { continue };
        if own != wanted {
            let message = format!(
                "{} writes into '{}', which knows people by {}; people come into this journey by {}.",
                survey.title(step),
                dataset.name,
                estate.name_of::<Namespace>(own),
                estate.name_of::<Namespace>(wanted),
            );
            findings.report(place(), message);
        }
    }
}
