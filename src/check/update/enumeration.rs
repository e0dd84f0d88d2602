//! A field with listed values is not updated.

use super::{field_of, updates, without};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{FieldUpdate, Kind, Schema};

pub(super) const RULE: Rule = Rule {
    id: "update-profile-enum",
    aliases: &[],
    family: Family::Update,
    severity: Severity::Error,
    summary: "A profile update writes no field with a list of allowed or suggested values.",
    why: "The platform does not offer such fields here.",
    sources: &[source::UPDATE_PROFILE],
    flagged: || updating("loyalty.tier", "\"gold\"").at("fields.loyalty.tier"),
    passing: || updating("person.name.firstName", "\"Ada\""),
    mending: Mending::Offers("Takes the field out of the update."),
    check: Check::Journey(check),
};

/// Updates the points and one more field.
pub(super) fn updating(field: &str, value: &str) -> Sketch {
    Sketch::event().then(steps::update()).with(|activity| {
        if let Kind::UpdateProfile(update) = &mut activity.kind {
            update.fields.push(FieldUpdate { field: field.to_owned(), value: value.into() });
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, update) in updates(survey) {
        let Some(schema) = survey.estate.get::<Schema>(update.schema.as_ref()) else { continue };
        for field in &update.fields {
            if field_of(schema, &field.field).is_some_and(|known| !known.one_of.is_empty()) {
                let message =
                    format!("{} writes '{}', which takes only listed values.", survey.title(step), field.field);
                findings
                    .report(survey.field(step, &format!("fields.{}", field.field)), message)
                    .suggested("Take the field out", without(survey, step, &field.field));
            }
        }
    }
}
