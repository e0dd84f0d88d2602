//! What a step fetches has a name of its own, which expressions can write.

use std::collections::BTreeSet;

use crate::check::example::{Sketch, steps};
use crate::check::survey::names;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::Edit;
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "waymark-output-name",
    aliases: &[],
    family: Family::Decision,
    severity: Severity::Error,
    summary: "What a content decision or a dataset lookup fetches has a name of its own, of letters, digits and \
              underscores.",
    why: "Expressions call it by that name; of two under one name nobody could say which is meant.",
    sources: &[source::WAYMARK, source::CONTENT_DECISION, source::DATASET_LOOKUP],
    flagged: || two("Offer").at("name"),
    passing: || two("Offer2"),
    mending: Mending::Offers("Takes the nearest name that is free."),
    check: Check::Journey(check),
};

fn two(second: &'static str) -> Sketch {
    Sketch::event().then(steps::decision()).then(steps::decision()).with(|activity| {
        if let Some(name) = activity.kind.output_mut() {
            second.clone_into(name);
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let is_decision = |kind: &Kind| matches!(kind, Kind::ContentDecision(_));
    let every: BTreeSet<(bool, &str)> =
        survey.steps().filter_map(|step| Some((is_decision(step.kind()), step.activity.kind.output()?))).collect();
    let mut seen: BTreeSet<(bool, &str)> = BTreeSet::new();
    for step in survey.steps() {
        let Some(name) = step.activity.kind.output() else { continue };
        let kind = is_decision(step.kind());
        let is_second = !seen.insert((kind, name));
        let message = match names::fault(name) {
            Some(_) if name.is_empty() => format!("What {} fetches has no name.", survey.name(step)),
            Some(fault) => format!("What {} fetches {fault}.", survey.name(step)),
            None if is_second => {
                format!("{} calls what it fetches '{name}', as an earlier step does.", survey.title(step))
            }
            None => continue,
        };
        let finding = findings.report(survey.field(step, "name"), message);
        let wanted = match name {
            "" if kind => "Offers",
            "" => "Records",
            name => name,
        };
        if let Some(free) = names::identifier(wanted, |name| every.contains(&(kind, name))) {
            let edit = Edit::RenameOutput {
                journey: survey.journey.id.clone(),
                activity: step.activity.id.clone(),
                name: free.clone(),
            };
            finding.suggested(format!("Call it {free}"), vec![edit]);
        }
    }
}
