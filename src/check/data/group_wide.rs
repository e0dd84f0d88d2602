//! Who reads little fetches little.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::external::field;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::Target;
use crate::journey::{DataSource, DataSourceKind, FieldGroup, Port};

pub(super) const RULE: Rule = Rule {
    id: "fieldgroup-too-wide",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Info,
    summary: "A journey that reads a few fields reads them from a small field group.",
    why: "All fields of a group are fetched together, each time: it takes longer, and fills what one person may carry \
          through the journey.",
    sources: &[source::DATA_SOURCES],
    flagged: || wide(60).at_journey(""),
    passing: || wide(20),
    mending: Mending::None("Which fields belong together is for the author to say."),
    check: Check::Journey(check),
};

fn wide(fields: usize) -> Sketch {
    let points = "#{ExperiencePlatform.Everything.field1} is not null";
    let journey = Sketch::event().then(steps::data(&[points])).by(Port::Branch(steps::path(0))).then(steps::email());
    let paths: Vec<String> = (0..60).map(|number| format!("field{number}")).collect();
    journey.inventory(|inventory| {
        for schema in inventory.schemas.iter_mut().filter(|schema| schema.id.as_str() == "schema-profile") {
            schema.fields.extend(paths.iter().cloned().map(field));
        }
        for source in &mut inventory.data_sources {
            source.field_groups.push(FieldGroup {
                name: "Everything".to_owned(),
                schema: Some("schema-profile".into()),
                paths: paths.iter().take(fields).cloned().collect(),
                ..FieldGroup::default()
            });
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let mut read: BTreeMap<(&str, &str), BTreeSet<&[SmolStr]>> = BTreeMap::new();
    for reference in survey.formulas.iter().flat_map(|formula| formula.references()) {
        if let Target::FieldGroup { source, group } = &reference.target {
            read.entry((source, group)).or_default().insert(&reference.path);
        }
    }
    for ((source, name), paths) in read {
        let known = survey.estate.inventory().named::<DataSource>(source);
        let platform = known.filter(|known| known.kind == DataSourceKind::Platform);
        let group = platform.and_then(|known| known.field_groups.iter().find(|group| group.name == name));
        let Some(fetched) = group.map(|group| group.paths.len()) else { continue };
        if fetched >= survey.estate.numbers.wide_field_group && paths.len() * 4 <= fetched {
            let message = format!(
                "{fetched} fields of '{name}' are fetched each time and {} read; a smaller field group is faster.",
                if paths.len() == 1 { "1 is".to_owned() } else { format!("{} are", paths.len()) }
            );
            let mut place = survey.at_journey("");
            place.field = None;
            findings.report(place, message);
        }
    }
}
