//! A lookup fetches no more fields than it may.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Field, ValueType};

use super::{lookups, set};

pub(super) const RULE: Rule = Rule {
    id: "lookup-max-fields",
    aliases: &[],
    family: Family::Decision,
    severity: Severity::Error,
    summary: "A dataset lookup fetches at most 20 fields.",
    why: "The platform does not let more be selected.",
    sources: &[source::DATASET_LOOKUP],
    flagged: || fetching(21).at("fields"),
    passing: || fetching(20),
    mending: Mending::None("Which fields later steps need is for the author to say."),
    check: Check::Journey(check),
};

fn fetching(count: usize) -> Sketch {
    let paths: Vec<String> = (1..=21).map(|number| format!("field{number}")).collect();
    let fields = paths[..count].to_vec();
    Sketch::event().then(steps::lookup()).with(|step| set(step, |lookup| lookup.fields = fields)).inventory(
        |inventory| {
            for schema in inventory.schemas.iter_mut().filter(|schema| schema.id.as_str() == "schema-product") {
                schema.fields.extend(paths.iter().map(|path| Field {
                    path: path.clone(),
                    kind: ValueType::String,
                    ..Field::default()
                }));
            }
        },
    )
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let most = survey.estate.numbers.max_lookup_fields;
    for (step, lookup) in lookups(survey).filter(|(_, lookup)| lookup.fields.len() > most) {
        let message = format!("{} fetches {} fields; {most} are possible.", survey.title(step), lookup.fields.len());
        findings.report(survey.field(step, "fields"), message);
    }
}
