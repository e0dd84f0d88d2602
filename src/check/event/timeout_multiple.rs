//! Of events that are listened for at the same time one has the timeout.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "event-timeout-multiple-after-wait",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Warning,
    summary: "Of events that are listened for at the same time only one has a timeout.",
    why: "The platform wants the timeout on one of them; it then holds for all.",
    sources: &[source::GENERAL_EVENTS],
    flagged: || two(true).at("timeout"),
    passing: || two(false),
    mending: Mending::Offers("Keeps the first timeout and takes the others away."),
    check: Check::Journey(check),
};

fn two(both: bool) -> Sketch {
    let timed = |activity: &mut Activity| {
        if let Kind::Event(event) = &mut activity.kind {
            event.timeout = Some(Duration::Days(7));
            event.timeout_path = true;
        }
    };
    let sketch = Sketch::event()
        .then(steps::wait(Duration::Hours(1)))
        .then(steps::event("event-paid"))
        .with(timed)
        .beside(steps::event("event-order"));
    if both { sketch.with(timed) } else { sketch }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for before in survey.steps() {
        for (_, wires) in survey.flow.ways_out(before).filter(|(_, wires)| wires.len() > 1) {
            let beside = wires.map(|wire| &survey.flow.steps[wire.to]);
            let timed: Vec<_> = beside
                .filter(|step| matches!(step.kind(), Kind::Event(_)) && step.kind().timeout().is_some())
                .collect();
            let [first, rest @ ..] = timed.as_slice() else { continue };
            for step in rest {
                let message = format!(
                    "{} and {} both have a timeout; one of them is enough and holds for both.",
                    survey.title(first),
                    survey.name(step)
                );
                let edits = survey.mend().step(step, |activity| {
                    if let Kind::Event(event) = &mut activity.kind {
                        event.timeout = None;
                        event.timeout_path = false;
                    }
                });
                findings.report(survey.field(step, "timeout"), message).safe("Take this timeout away", edits);
            }
        }
    }
}
