//! A dataset in which a step looks is enabled for lookup.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::Edit;
use crate::journey::{Dataset, Item};

use super::lookups;

pub(super) const RULE: Rule = Rule {
    id: "lookup-dataset-not-enabled",
    aliases: &[],
    family: Family::Decision,
    severity: Severity::Error,
    summary: "A dataset in which a journey looks records up is enabled for lookup.",
    why: "The platform keeps records ready for lookup only where a dataset is switched to it; others it does not offer.",
    sources: &[source::DATASET_LOOKUP],
    flagged: || looking(false).at("dataset"),
    passing: || looking(true),
    mending: Mending::Offers("Enables the dataset; somebody still has to switch it in the platform."),
    check: Check::Journey(check),
};

fn looking(enabled: bool) -> Sketch {
    Sketch::event().then(steps::lookup()).inventory(|inventory| {
        inventory.datasets.iter_mut().for_each(|dataset| dataset.lookup = enabled);
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, lookup) in lookups(survey) {
        let dataset = survey.estate.get::<Dataset>(lookup.dataset.as_ref()).filter(|dataset| !dataset.lookup);
        let Some(dataset) = dataset else { continue };
        let message = format!("{} looks in '{}', which is not enabled for lookup.", survey.title(step), dataset.name);
        let mended = Dataset { lookup: true, ..dataset.clone() };
        findings
            .report(survey.field(step, "dataset"), message)
            .suggested(format!("Enable '{}'", dataset.name), vec![Edit::Put(Box::new(Item::Dataset(mended)))]);
    }
}
