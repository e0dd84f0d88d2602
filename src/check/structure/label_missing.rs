//! Cards have names.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe;
use crate::journey::Duration;

pub(super) const RULE: Rule = Rule {
    id: "activity-label-missing",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Info,
    summary: "Every activity has a label.",
    why: "Reports and logs name activities by their labels; nobody can read them by their ids.",
    sources: &[source::ABOUT_ACTIVITIES],
    flagged: || pause("").at_step("wait-2", "label"),
    passing: || pause("One hour of calm"),
    mending: Mending::Offers("Says in the label what the activity does."),
    check: Check::Journey(check),
};

fn pause(label: &str) -> Sketch {
    let waiting = Sketch::event().then(steps::wait(Duration::Hours(1)));
    waiting.with(|activity| label.clone_into(&mut activity.label)).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps().filter(|step| step.activity.label.is_empty()) {
        let message = format!("{} has no label; reports will call it {}.", survey.title(step), step.activity.id);
        let finding = findings.report(survey.field(step, "label"), message);
        // What it does is no name while it asks to be filled in.
        if let Ok(label) = describe::label(survey.estate.workspace, step.activity) {
            let edits = survey.mend().step(step, |activity| activity.label.clone_from(&label));
            finding.suggested(format!("Label it '{label}'"), edits);
        }
    }
}
