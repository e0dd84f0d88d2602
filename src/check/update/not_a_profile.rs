//! An update writes profiles.

use super::updates;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, FieldUpdate, Kind, Schema, SchemaClass, SchemaId};

pub(super) const RULE: Rule = Rule {
    id: "update-profile-event",
    aliases: &[],
    family: Family::Update,
    severity: Severity::Error,
    summary: "A profile update names a profile schema.",
    why: "It cannot write experience events or other records.",
    sources: &[source::UPDATE_PROFILE],
    flagged: || updating("schema-order").at("schema"),
    passing: || updating("schema-profile"),
    mending: Mending::Offers("Uses the workspace's profile schema, where there is only one."),
    check: Check::Journey(check),
};

/// Updates a field that both schemas have.
fn updating(schema: &str) -> Sketch {
    let updating = Sketch::event().then(steps::update()).with(|activity| {
        set(activity, schema.into());
        if let Kind::UpdateProfile(update) = &mut activity.kind {
            update.fields = vec![FieldUpdate { field: "orderId".to_owned(), value: "\"4711\"".into() }];
        }
    });
    updating.inventory(|inventory| {
        let order = inventory.schemas.iter().find(|schema| schema.name == "Order");
        let field = order.and_then(|schema| schema.fields.iter().find(|field| field.path == "orderId")).cloned();
        for profile in inventory.schemas.iter_mut().filter(|schema| schema.name == "Customer") {
            profile.fields.extend(field.clone());
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, update) in updates(survey) {
        let schema = survey.estate.get::<Schema>(update.schema.as_ref());
        let Some(schema) = schema.filter(|schema| schema.class != SchemaClass::IndividualProfile) else { continue };
        let message = format!("{} writes '{}', which does not describe people.", survey.title(step), schema.name);
        let finding = findings.report(survey.field(step, "schema"), message);
        let schemas = &survey.estate.inventory().schemas;
        let mut profiles = schemas.iter().filter(|schema| schema.class == SchemaClass::IndividualProfile);
        if let (Some(profile), None) = (profiles.next(), profiles.next()) {
            let edits = survey.mend().step(step, |activity| set(activity, profile.id.clone()));
            finding.suggested(format!("Write '{}'", profile.name), edits);
        }
    }
}

fn set(activity: &mut Activity, schema: SchemaId) {
    if let Kind::UpdateProfile(update) = &mut activity.kind {
        update.schema = Some(schema);
    }
}
