//! Every step is reached from the entry.

use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Port};

pub(super) const RULE: Rule = Rule {
    id: "activity-disconnected",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "Every activity is reached from the entry.",
    why: "Nobody would ever come to it; the platform marks it on the canvas and refuses to publish.",
    sources: &[source::TROUBLESHOOTING, source::DESIGNER],
    flagged: || {
        Sketch::event().then(steps::wait(Duration::Hours(1))).apart(steps::decision()).at_step("decision-3", "")
    },
    passing: || Sketch::event().then(steps::wait(Duration::Hours(1))).then(steps::decision()),
    mending: Mending::Offers("Draws the missing line from the nearest end of a path, or takes the activity away."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if survey.flow.entry.is_none() {
        return;
    }
    // One finding for each group of steps that hang together: at its first step.
    let mut covered = survey.flow.reached.clone();
    let heads = survey.flow.roots.iter().chain(&survey.flow.order);
    for &head in heads {
        if covered[head] {
            continue;
        }
        let step = &survey.flow.steps[head];
        covered[head] = true;
        survey.flow.downstream(step).iter().zip(&mut covered).for_each(|(after, covered)| *covered |= after);
        let message = format!("No path leads to {}: nobody who enters comes to it.", survey.name(step));
        let finding = findings.report(survey.place(step), message);
        let mend = survey.mend();
        if !step.arriving.is_empty() {
            // It hangs on others that nobody reaches either: no line to it would help.
        } else if let Some((from, port)) = loose_path(survey, step) {
            let title = format!("Connect {} of {} to it", survey.port_name(from.activity, port), survey.name(from));
            finding.suggested(title, vec![mend.connect(&from.activity.id, port.clone(), &step.activity.id, 1)]);
        } else if let Some(end) = nearest_end(survey, step) {
            let edit = mend.connect(&end.activity.id, Port::Next, &step.activity.id, 1);
            finding.suggested(format!("Connect it after {}", survey.name(end)), vec![edit]);
        }
        finding.suggested("Delete this step", mend.remove(step));
    }
}

/// The nearest path to the left that people take, of a step with several, and that leads to nothing: neither to a step
/// nor to an end that somebody named.
fn loose_path<'a>(survey: &Survey<'a>, step: &Step<'_>) -> Option<(&'a Step<'a>, &'a Port)> {
    let flow = survey.flow;
    let before =
        survey.steps().filter(|from| flow.reached[from.index] && from.at.0 <= step.at.0 && from.ports.len() > 1);
    let ports = before.flat_map(|from| from.ports.iter().map(move |port| (from, port)));
    let is_named = |from: &Step<'_>, port: &Port| {
        survey.journey.ends.iter().any(|end| end.from == from.activity.id && end.port == *port && !end.label.is_empty())
    };
    let loose = ports.filter(|(from, port)| {
        !matches!(port, Port::Error | Port::Timeout)
            && flow.leaving(from, port).next().is_none()
            && !is_named(from, port)
    });
    loose.max_by_key(|(from, _)| (from.at.0, -from.at.1.saturating_sub(step.at.1).saturating_abs()))
}

/// The nearest step to the left that people reach and from which no wire goes on.
fn nearest_end<'a>(survey: &Survey<'a>, step: &Step<'_>) -> Option<&'a Step<'a>> {
    let ends = survey.steps().filter(|end| survey.flow.reached[end.index] && end.at.0 <= step.at.0);
    let open = ends.filter(|end| end.leaving.is_empty() && end.ports.contains(&Port::Next));
    open.max_by_key(|end| (end.at.0, -end.at.1.saturating_sub(step.at.1).saturating_abs()))
}
