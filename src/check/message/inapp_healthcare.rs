//! The healthcare edition has no in-app messages.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Medium};

pub(super) const RULE: Rule = Rule {
    id: "inapp-healthcare",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Warning,
    summary: "Organizations with the healthcare edition send no in-app messages.",
    why: "The channel is not part of that edition.",
    sources: &[source::GUARDRAILS],
    flagged: || organization(true).at_step("inapp-2", ""),
    passing: || organization(false),
    mending: Mending::None("What takes its place is for the author to say."),
    check: Check::Journey(check),
};

fn organization(healthcare: bool) -> Sketch {
    let shown = Sketch::event().then(steps::in_app()).then(steps::wait(Duration::Days(3)));
    shown.organization(|organization| organization.healthcare = healthcare)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if !survey.estate.organization().is_some_and(|organization| organization.healthcare) {
        return;
    }
    for step in survey.steps() {
        if step.kind().messages().iter().any(|message| message.medium == Medium::InApp) {
            let message =
                format!("{} shows an in-app message, which the healthcare edition lacks.", survey.title(step));
            findings.report(survey.place(step), message);
        }
    }
}
