//! What is written together stands in one step.

use super::updates;
use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::Edit;
use crate::journey::{FieldUpdate, Kind, Port, UpdateProfile};

pub(super) const RULE: Rule = Rule {
    id: "update-profile-grouping",
    aliases: &[],
    family: Family::Update,
    severity: Severity::Info,
    summary: "Fields that are written one right after another are written by one step.",
    why: "Each step is a write of its own, and counts among the activities of the journey.",
    sources: &[source::UPDATE_PROFILE],
    flagged: || writing("Loyalty").at_step("update-3", ""),
    passing: || writing("Addresses"),
    mending: Mending::Offers("Writes the fields of both in the first step."),
    check: Check::Journey(check),
};

fn writing(dataset: &str) -> Sketch {
    Sketch::event().then(steps::update()).then(steps::update()).with(|activity| {
        if let Kind::UpdateProfile(update) = &mut activity.kind {
            dataset.clone_into(&mut update.dataset);
            update.fields = vec![FieldUpdate { field: "homeAddress.city".to_owned(), value: "'Bern'".into() }];
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, update) in updates(survey) {
        let Some((first, before)) = directly_before(survey, step) else { continue };
        let same = update.schema == before.schema && update.dataset == before.dataset;
        let mut fields = before.fields.clone();
        fields.retain(|known| update.fields.iter().all(|field| field.field != known.field));
        fields.extend(update.fields.iter().cloned());
        if !same || fields.len() > survey.estate.numbers.max_updated_fields {
            continue;
        }
        let message = format!("{} and {} can write their fields together.", survey.title(first), survey.name(step));
        let finding = findings.report(survey.place(step), message);
        // Where the second step has an error path of its own, nobody can say which of the two is meant.
        let single = step.leaving.iter().all(|&wire| survey.flow.wires[wire].connection.port == Port::Next);
        if single && step.leaving.len() < 2 {
            finding.suggested("Write them together", together(survey, first, step, fields));
        }
    }
}

/// The update from which alone people come to this step, by its usual way.
fn directly_before<'a>(survey: &Survey<'a>, step: &Step<'_>) -> Option<(&'a Step<'a>, &'a UpdateProfile)> {
    let [arriving] = step.arriving.as_slice() else { return None };
    let wire = &survey.flow.wires[*arriving];
    let first = &survey.flow.steps[wire.from];
    let alone = survey.flow.leaving(first, &Port::Next).count() == 1 && first.index != step.index;
    match &first.activity.kind {
        Kind::UpdateProfile(update) if alone && wire.connection.port == Port::Next => Some((first, update)),
        _ => None,
    }
}

fn together(survey: &Survey<'_>, first: &Step<'_>, second: &Step<'_>, fields: Vec<FieldUpdate>) -> Vec<Edit> {
    let mut edits = survey.mend().step(first, |activity| {
        if let Kind::UpdateProfile(update) = &mut activity.kind {
            update.fields = fields;
        }
    });
    edits.extend(survey.mend().remove(second));
    edits
}
