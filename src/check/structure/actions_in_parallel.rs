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
    mending: Mending::Offers("Puts the second action after the first, or takes one of the lines away."),
    check: Check::Journey(check),
};

fn start() -> Sketch {
    Sketch::event().then(steps::wait(Duration::Hours(1)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        for (port, wires) in survey.flow.ways_out(step).filter(|(_, wires)| wires.len() > 1) {
            let actions: Vec<_> = wires.filter(|wire| survey.flow.steps[wire.to].kind().is_action()).collect();
            let [first, rest @ ..] = actions.as_slice() else { continue };
            let (leading, first) = (first, &survey.flow.steps[first.to]);
            for wire in rest {
                let second = &survey.flow.steps[wire.to];
                let message = format!(
                    "By {} of {} two lines lead to actions, to {} and to {}; a person takes one line only.",
                    survey.port_name(step.activity, port),
                    survey.name(step),
                    survey.name(first),
                    survey.name(second),
                );
                let finding = findings.report(survey.place(second), message);
                if let Some((last, edits)) = survey.mend().put_after(wire, first) {
                    finding.suggested(format!("Put {} after {}", survey.name(second), survey.name(last)), edits);
                }
                // Which of the two was meant nobody knows; a step to which nothing else leads would be lost with its
                // line.
                for (line, action) in [(*wire, second), (leading, first)] {
                    if action.arriving.len() > 1 {
                        let title = format!("Take the line to {} away", survey.name(action));
                        finding.suggested(title, vec![survey.mend().disconnect(line.connection)]);
                    }
                }
            }
        }
    }
}
