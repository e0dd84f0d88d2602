//! Schemas come before data sources.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{DataSourceKind, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "seed-schema-before-datasource",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Error,
    summary: "Every field group of the platform's data source has a schema.",
    why: "Schemas and datasets must exist before data sources can be configured.",
    sources: &[source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY, source::BLUEPRINT_TRIGGERED],
    flagged: || with(false).at_item(ItemRef::DataSource("source-platform".into()), "field_groups.Empty.schema"),
    passing: || with(true),
    mending: Mending::None("Which schema is meant is for the author to say."),
    check: Check::Workspace(check),
};

fn with(schema: bool) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for source in &mut inventory.data_sources {
            source.field_groups.push(crate::journey::FieldGroup {
                name: "Empty".to_owned(),
                schema: schema.then(|| "schema-profile".into()),
                paths: vec!["loyalty.points".to_owned()],
                ..crate::journey::FieldGroup::default()
            });
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let sources = estate.inventory().data_sources.iter();
    for source in sources.filter(|source| source.kind == DataSourceKind::Platform) {
        for group in source.field_groups.iter().filter(|group| group.schema.is_none()) {
            let message = format!("Choose the schema of the field group '{}'; create it first.", group.name);
            let place = Place::item(ItemRef::DataSource(source.id.clone()))
                .field(format!("field_groups.{}.schema", group.name));
            findings.report(place, message).to_do();
        }
    }
}
