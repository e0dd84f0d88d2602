//! Somebody who waits for an event should not wait for ever.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "event-indefinite-listen",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Warning,
    summary: "A step that waits for an event has a timeout.",
    why: "Without one people wait until the journey's own end after 91 days.",
    sources: &[source::GENERAL_EVENTS],
    flagged: || Sketch::event().then(steps::event("event-paid")).at("timeout").then(steps::email()),
    passing: || Sketch::event().then(steps::event("event-paid")).with(give_up_after_a_week).then(steps::email()),
    mending: Mending::Offers("Gives up after seven days, on a path of its own."),
    check: Check::Journey(check),
};

fn give_up_after_a_week(activity: &mut crate::journey::Activity) {
    let (timeout, path) = match &mut activity.kind {
        Kind::Event(event) => (&mut event.timeout, &mut event.timeout_path),
        Kind::AudienceQualification(qualification) => (&mut qualification.timeout, &mut qualification.timeout_path),
        _ => return,
    };
    *timeout = Some(Duration::Days(7));
    *path = true;
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let listens = matches!(step.kind(), Kind::Event(_) | Kind::AudienceQualification(_));
        if !listens || step.arriving.is_empty() || step.kind().timeout().is_some() || has_company(survey, step.index) {
            continue;
        }
        let message = format!("{} has no timeout: people may wait here for 91 days.", survey.title(step));
        findings
            .report(survey.field(step, "timeout"), message)
            .safe("Give up after 7 days", survey.mend().step(step, give_up_after_a_week));
    }
}

/// True where something else on the same way out ends the waiting: a wait, or an event with a timeout.
fn has_company(survey: &Survey<'_>, step: usize) -> bool {
    survey.flow.steps[step].arriving.iter().any(|&wire| {
        let before = &survey.flow.steps[survey.flow.wires[wire].from];
        survey.flow.ways_out(before).any(|(_, wires)| {
            let beside: Vec<usize> = wires.map(|wire| wire.to).collect();
            beside.contains(&step)
                && beside.iter().any(|&other| {
                    let kind = survey.flow.steps[other].kind();
                    other != step && (matches!(kind, Kind::Wait(_)) || kind.timeout().is_some())
                })
        })
    })
}
