//! A lookup fetches single values.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

use super::{fields, lookups, set};

pub(super) const RULE: Rule = Rule {
    id: "lookup-leaf-primitive",
    aliases: &[],
    family: Family::Decision,
    severity: Severity::Error,
    summary: "Each field that a dataset lookup fetches is there and holds a single value.",
    why: "Lists, objects and maps cannot be selected, and a field that is not there is never fetched.",
    sources: &[source::DATASET_LOOKUP],
    flagged: || fetching("sizes").at("fields"),
    passing: || fetching("sku"),
    mending: Mending::Offers("Leaves the field out."),
    check: Check::Journey(check),
};

fn fetching(field: &'static str) -> Sketch {
    Sketch::event().then(steps::lookup()).with(|step| set(step, |lookup| lookup.fields.push(field.to_owned())))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, lookup) in lookups(survey) {
        let Some(known) = fields(survey, lookup) else { continue };
        for path in &lookup.fields {
            let title = survey.title(step);
            let message = match known.iter().find(|field| &field.path == path) {
                Some(field) if !field.kind.is_list() => continue,
                Some(_) => format!("{title} fetches '{path}', which is a list; only single values can be fetched."),
                None => format!("{title} fetches '{path}', which its dataset does not have as a single value."),
            };
            let edits =
                survey.mend().step(step, |step| set(step, |lookup| lookup.fields.retain(|known| known != path)));
            findings.report(survey.field(step, "fields"), message).suggested(format!("Leave out '{path}'"), edits);
        }
    }
}
