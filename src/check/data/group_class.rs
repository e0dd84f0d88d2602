//! Field groups of the platform's data source describe people.

use super::external::place;
use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{DataSourceKind, FieldGroup, ItemRef, Schema, SchemaClass, SchemaId};

pub(super) const RULE: Rule = Rule {
    id: "aep-fieldgroup-schema-class",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Error,
    summary: "A field group of the platform's data source takes its fields from a profile schema.",
    why: "The platform offers schemas of the class Individual Profile only; it knows no person for the records of another.",
    sources: &[source::PLATFORM_DATA_SOURCE],
    flagged: || of("schema-store").at_item(ItemRef::DataSource("source-platform".into()), "field_groups.More.schema"),
    passing: || of("schema-profile"),
    mending: Mending::None("Which schema is meant is for the author to say."),
    check: Check::Workspace(check),
};

fn of(schema: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for source in &mut inventory.data_sources {
            source.field_groups.push(FieldGroup {
                name: "More".to_owned(),
                schema: Some(SchemaId::from(schema)),
                paths: vec!["city".to_owned()],
                ..FieldGroup::default()
            });
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let sources = estate.inventory().data_sources.iter();
    for source in sources.filter(|source| source.kind == DataSourceKind::Platform) {
        for group in &source.field_groups {
            let Some(schema) = estate.get::<Schema>(group.schema.as_ref()) else { continue };
            // Of experience events the expressions that read them say more.
            if matches!(schema.class, SchemaClass::IndividualProfile | SchemaClass::ExperienceEvent) {
                continue;
            }
            let message =
                format!("The schema '{}' of the field group '{}' describes no person.", schema.name, group.name);
            findings.report(place(source, &format!("field_groups.{}.schema", group.name)), message);
        }
    }
}
