//! Names of data sources and field groups stand in expressions.

use super::external::{place, weather, with};
use crate::check::survey::names;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{DataSource, ItemRef};

pub(super) const RULE: Rule = Rule {
    id: "datasource-name-format",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Error,
    summary: "The names of data sources and field groups are made of letters, digits and underscores, at most 30.",
    why: "Expressions refer to them by name, and the platform refuses any other.",
    sources: &[source::EXTERNAL_DATA_SOURCES],
    flagged: || with(|source| source.name = "The weather".to_owned()).at_item(weather(), "name"),
    passing: || with(|source| source.name = "Weather".to_owned()),
    mending: Mending::Offers("Renames the data source, in every expression too."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let taken = |name: &str| estate.inventory().named::<DataSource>(name).is_some();
    for source in &estate.inventory().data_sources {
        if let Some(why) = names::fault(&source.name) {
            let finding = findings.report(place(source, "name"), format!("The data source '{}' {why}.", source.name));
            if let Some(name) = names::identifier(&source.name, taken) {
                let item = ItemRef::DataSource(source.id.clone());
                finding.safe(format!("Call it {name}"), vec![Edit::Rename { item, name }]);
            }
        }
        for group in &source.field_groups {
            if let Some(why) = names::fault(&group.name) {
                let message = format!("The field group '{}' of '{}' {why}.", group.name, source.name);
                findings.report(place(source, &format!("field_groups.{}.name", group.name)), message);
            }
        }
    }
}
