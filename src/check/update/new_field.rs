//! An update writes fields that exist.

use super::enumeration::updating;
use super::{field_of, renamed, updates, without};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Schema, nearest};

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
    mending: Mending::Offers("Writes the field that is nearly called so, or takes it out of the update."),
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
                let meant = nearest(&field.field, schema.fields.iter().map(|known| known.path.as_str()));
                let asked = meant.map(|meant| format!(" Is '{meant}' meant?")).unwrap_or_default();
                let place = survey.field(step, &format!("fields.{}", field.field));
                let finding = findings.report(place, message + &asked);
                if let Some(meant) = meant {
                    finding.suggested(format!("Write '{meant}'"), renamed(survey, step, &field.field, meant));
                }
                finding.suggested("Take the field out", without(survey, step, &field.field));
            }
        }
    }
}
