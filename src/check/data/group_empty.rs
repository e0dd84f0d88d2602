//! A field group has fields.

use super::external::{place, weather, with_group};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{DataSource, DataSourceKind, Item};

pub(super) const RULE: Rule = Rule {
    id: "fieldgroup-empty",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Warning,
    summary: "A field group has at least one field.",
    why: "The expression editor does not show a field group without fields; nobody can use it.",
    sources: &[source::DATA_SOURCES],
    flagged: || with_group(|group| group.response.clear()).at_item(weather(), "field_groups.Forecast"),
    passing: || with_group(|group| group.response = r#"{"summary": "rain"}"#.to_owned()),
    mending: Mending::Offers("Takes the field group away."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for source in &estate.inventory().data_sources {
        for group in &source.field_groups {
            let (empty, missing) = match source.kind {
                DataSourceKind::Platform => (group.paths.is_empty(), "choose some"),
                DataSourceKind::External { .. } => (group.response.is_empty(), "paste a sample reply"),
            };
            if !empty {
                continue;
            }
            let mut mended: DataSource = source.clone();
            mended.field_groups.retain(|known| known.name != group.name);
            findings
                .report(
                    place(source, &format!("field_groups.{}", group.name)),
                    format!("The field group '{}' has no fields; {missing}.", group.name),
                )
                .suggested("Take it away", vec![Edit::Put(Box::new(Item::DataSource(mended)))]);
        }
    }
}
