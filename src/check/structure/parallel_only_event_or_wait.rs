//! Only events and waits stand side by side.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Port};

pub(super) const RULE: Rule = Rule {
    id: "parallel-only-event-or-wait",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "Only events, reactions, qualifications and waits leave a step by the same way.",
    why: "Of steps side by side the first to happen decides where a person goes on. Everything else happens at once, so \
          that the others would never be reached.",
    sources: &[source::DESIGNER],
    flagged: || start().beside(steps::email()).at(""),
    passing: || {
        start().beside(steps::email()).journey(|journey| {
            if let Some(wire) = journey.connections.last_mut() {
                wire.from = "wait-2".into();
            }
        })
    },
    mending: Mending::Offers("Puts the step after the event or wait beside it."),
    check: Check::Journey(check),
};

fn start() -> Sketch {
    Sketch::event().then(steps::wait(Duration::Hours(1)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        for (_, wires) in survey.flow.ways_out(step).filter(|(_, wires)| wires.len() > 1) {
            let wires: Vec<_> = wires.collect();
            let target = |index: usize| &survey.flow.steps[index];
            let actions = wires.iter().filter(|wire| target(wire.to).kind().is_action()).count();
            for (place, wire) in wires.iter().enumerate() {
                let wrong = target(wire.to);
                // Two actions side by side are the business of actions-in-parallel.
                if wrong.may_be_parallel() || (wrong.kind().is_action() && actions > 1) {
                    continue;
                }
                let beside = target(wires[usize::from(place == 0)].to);
                let message = format!(
                    "{} stands beside {}; only events and waits may stand side by side.",
                    survey.title(wrong),
                    survey.name(beside)
                );
                let finding = findings.report(survey.place(wrong), message);
                if let Some((_, edits)) = survey.mend().put_after(wire, beside)
                    && survey.flow.leaving(beside, &Port::Next).next().is_none()
                {
                    finding.suggested(format!("Put it after {}", survey.name(beside)), edits);
                }
            }
        }
    }
}
