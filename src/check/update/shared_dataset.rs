//! Nothing else writes into the dataset of an update.

use super::{dataset::written, updates};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Dataset;

pub(super) const RULE: Rule = Rule {
    id: "update-profile-shared-dataset",
    aliases: &[],
    family: Family::Update,
    severity: Severity::Warning,
    summary: "The dataset of a profile update is fed by nothing else.",
    why: "Another stream or a batch would overwrite what the journey writes.",
    sources: &[source::UPDATE_PROFILE],
    flagged: || written(|dataset| dataset.fed_by_others = true).at("dataset"),
    passing: || written(|_| {}),
    mending: Mending::None("A dataset of its own is made on the platform."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, update) in updates(survey) {
        let dataset = survey.estate.inventory().named::<Dataset>(&update.dataset);
        if let Some(dataset) = dataset.filter(|dataset| dataset.fed_by_others) {
            let message = format!(
                "Something else writes into '{}' too and may overwrite what {} writes; use a dataset of its own.",
                dataset.name,
                survey.name(step)
            );
            findings.report(survey.field(step, "dataset"), message);
        }
    }
}
