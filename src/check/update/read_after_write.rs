//! What was just written is not read back at once.

use super::updates;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::Target;
use crate::journey::{FieldUpdate, Kind, Port};

pub(super) const RULE: Rule = Rule {
    id: "update-profile-read-after-write",
    aliases: &[],
    family: Family::Update,
    severity: Severity::Warning,
    summary: "No later step of the journey reads a field that an update wrote.",
    why: "The new value may not be visible there yet.",
    sources: &[source::UPDATE_PROFILE],
    flagged: || writing("loyalty.points", "100").at_step("condition-3", "paths.path-1.expression"),
    passing: || writing("homeAddress.city", "\"Bern\""),
    mending: Mending::None("How to know the new value otherwise is for the author to say."),
    check: Check::Journey(check),
};

fn writing(field: &str, value: &str) -> Sketch {
    let written = Sketch::event().then(steps::update()).with(|activity| {
        if let Kind::UpdateProfile(update) = &mut activity.kind {
            update.fields = vec![FieldUpdate { field: field.to_owned(), value: value.into() }];
        }
    });
    let reading = written.then(steps::data(&["#{ExperiencePlatform.ProfileFieldGroup.loyalty.points} > 100"]));
    reading.by(Port::Branch(steps::path(0))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, update) in updates(survey) {
        let later = survey.flow.downstream(step);
        for formula in &survey.formulas {
            let Some(reader) = formula.step.filter(|reader| later[*reader]) else { continue };
            for reference in formula.references() {
                if !matches!(&reference.target, Target::FieldGroup { .. }) {
                    continue;
                }
                let path = reference.path.join(".");
                if update.fields.iter().any(|field| field.field == path) {
                    let message = format!(
                        "{} reads '{path}', which {} has just written; the new value may not be visible yet.",
                        survey.title(&survey.flow.steps[reader]),
                        survey.name(step)
                    );
                    findings.report(survey.place_of(formula), message);
                }
            }
        }
    }
}
