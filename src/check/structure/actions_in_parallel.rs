//! Two actions never run side by side.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Duration;

pub(super) const RULE: Rule = Rule {
    id: "actions-in-parallel",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "Two actions never leave a step by the same way.",
    why: "A person is at one place at a time: only events and waits may stand side by side, and the first to happen \
          decides. Actions go one after the other.",
    sources: &[source::GUARDRAILS],
    flagged: || start().then(steps::email()).beside(steps::sms()).at(""),
    passing: || {
        start()
            .then(steps::email())
            .beside(steps::sms())
            .journey(|journey| journey.connections[2].from = "email-3".into())
    },
    mending: Mending::Offers("Puts the second action after the first."),
    check: Check::Journey(check),
};

fn start() -> Sketch {
    Sketch::event().then(steps::wait(Duration::Hours(1)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        for (_, wires) in survey.flow.ways_out(step).filter(|(_, wires)| wires.len() > 1) {
            let actions: Vec<_> = wires.filter(|wire| survey.flow.steps[wire.to].kind().is_action()).collect();
            let [first, rest @ ..] = actions.as_slice() else { continue };
            let first = &survey.flow.steps[first.to];
            for wire in rest {
                let second = &survey.flow.steps[wire.to];
                let message = format!(
                    "{} and {} would run at the same time after {}; put one after the other.",
                    survey.title(first),
                    survey.name(second),
                    survey.name(step)
                );
                let finding = findings.report(survey.place(second), message);
                if let Some((last, edits)) = survey.mend().put_after(wire, first) {
                    finding.suggested(format!("Put {} after {}", survey.name(second), survey.name(last)), edits);
                }
            }
        }
    }
}
