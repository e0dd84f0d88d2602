//! An update writes fields that exist.

use super::enumeration::updating;
use super::{field_of, updates, without};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Schema;

pub(super) const RULE: Rule = Rule {
    id: "update-profile-new-field",
    aliases: &[],
    family: Family::Update,
    severity: Severity::Error,
    summary: "A profile update writes fields that its schema has.",
    why: "An update changes values, never the schema.",
    sources: &[source::UPDATE_PROFILE],
    flagged: || updating("loyalty.colour", "\"blue\"").at("fields.loyalty.colour"),
    passing: || updating("person.name.firstName", "\"blue\""),
    mending: Mending::Offers("Takes the field out of the update."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, update) in updates(survey) {
        let Some(schema) = survey.estate.get::<Schema>(update.schema.as_ref()) else { continue };
        for field in update.fields.iter().filter(|field| !field.field.is_empty()) {
            if field_of(schema, &field.field).is_none() {
                let message = format!(
                    "{} writes '{}', which the schema '{}' does not have.",
                    survey.title(step),
                    field.field,
                    schema.name
                );
                findings
                    .report(survey.field(step, &format!("fields.{}", field.field)), message)
                    .suggested("Take the field out", without(survey, step, &field.field));
            }
        }
    }
}
