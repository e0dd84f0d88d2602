//! Ends have names where there are several.

use std::collections::BTreeSet;

use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::{Edit, describe};
use crate::journey::{ActivityId, EndLabel, Port};

pub(super) const RULE: Rule = Rule {
    id: "end-label-missing",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Info,
    summary: "Where a journey has several ends, each has a label.",
    why: "Reports show where people left; without labels nobody can tell one end from another.",
    sources: &[source::END_JOURNEY],
    flagged: || ending(2).at_journey("ends"),
    passing: || ending(3),
    mending: Mending::Offers("Labels each end after the step and the way by which people leave."),
    check: Check::Journey(check),
};

fn ending(labelled: usize) -> Sketch {
    Sketch::event().then(steps::split(&[5_000, 5_000])).journey(|journey| {
        let ports = [Port::Branch(steps::path(0)), Port::Branch(steps::path(1)), Port::Error];
        journey.ends = ports
            .into_iter()
            .take(labelled)
            .enumerate()
            .map(|(index, port)| EndLabel { from: "condition-2".into(), port, label: format!("End {index}") })
            .collect();
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let journey = survey.journey;
    let labelled: BTreeSet<(&ActivityId, &Port)> =
        journey.ends.iter().filter(|end| !end.label.is_empty()).map(|end| (&end.from, &end.port)).collect();
    let mut ends = 0;
    let mut edits = Vec::new();
    for step in survey.steps().filter(|step| survey.flow.reached[step.index]) {
        for port in survey.flow.open_ways(step) {
            ends += 1;
            if !labelled.contains(&(&step.activity.id, port)) {
                let label = label(survey, step, port);
                edits.push(Edit::SetEndLabel {
                    journey: journey.id.clone(),
                    from: step.activity.id.clone(),
                    port: port.clone(),
                    label,
                });
            }
        }
    }
    if ends >= 2 && !edits.is_empty() {
        let missing = edits.len();
        let message = format!(
            "{missing} of {ends} ends {} no label; reports cannot tell them apart.",
            if missing == 1 { "has" } else { "have" }
        );
        findings.report(survey.at_journey("ends"), message).suggested("Label each end", edits);
    }
}

fn label(survey: &Survey<'_>, step: &Step<'_>, port: &Port) -> String {
    let activity = step.activity;
    let unnamed = || describe::label(survey.estate.workspace, activity).unwrap_or_else(|_| survey.title(step));
    let name = if activity.label.is_empty() { &unnamed() } else { &activity.label };
    // What tells the ends of one step apart comes first: on the canvas the rest may be cut off.
    match port {
        Port::Next => ["After ", name].concat(),
        Port::Branch(branch) => match activity.kind.branch_label(branch) {
            Some(label) if !label.is_empty() => [label, ": ", name].concat(),
            _ => format!("{name}: {}", survey.port_name(activity, port)),
        },
        Port::Other => ["Other cases: ", name].concat(),
        Port::Timeout => ["Timeout: ", name].concat(),
        Port::Error => ["Failed: ", name].concat(),
    }
}
