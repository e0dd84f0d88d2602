//! Only an entry stands first.

use super::no_entry::first_event;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Port};

pub(super) const RULE: Rule = Rule {
    id: "journey-bad-first-activity",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "The first step is an event, a business event, an audience qualification or a read audience.",
    why: "Every other step needs somebody who is already in the journey; the platform offers it only after an entry.",
    sources: &[source::DESIGNER],
    flagged: || waiting().at_step("wait-1", ""),
    passing: || waiting().apart(steps::event("event-order")).wire("event-3", Port::Next, "wait-1"),
    mending: Mending::Offers("Puts the workspace's first event in front."),
    check: Check::Journey(check),
};

fn waiting() -> Sketch {
    Sketch::empty().then(steps::wait(Duration::Hours(1))).then(steps::decision())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if survey.flow.entry.is_some() {
        return;
    }
    for &root in &survey.flow.roots {
        let step = &survey.flow.steps[root];
        let message = format!(
            "{} cannot be the first step: nobody is in the journey before a {}. Put an entry in front.",
            survey.title(step),
            step.kind().noun()
        );
        let finding = findings.report(survey.place(step), message);
        if let Some(event) = first_event(survey) {
            let kind = steps::event(event.id.as_str());
            let edits = survey.mend().insert_before(step, &event.name, kind);
            finding.suggested(format!("Begin with the event '{}'", event.name), edits);
        }
    }
}
