//! A timeout without a path of its own looks like success.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "event-timeout-path-missing",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Warning,
    summary: "People who waited in vain for an event take a path of their own.",
    why: "Without a timeout path they simply go on, as if the event had come.",
    sources: &[source::GENERAL_EVENTS],
    flagged: || with_path(false).at("timeout_path").then(steps::email()),
    passing: || with_path(true).then(steps::email()),
    mending: Mending::Offers("Adds the timeout path."),
    check: Check::Journey(check),
};

fn with_path(path: bool) -> Sketch {
    Sketch::event().then(steps::event("event-paid")).with(|activity| {
        if let Kind::Event(event) = &mut activity.kind {
            event.timeout = Some(Duration::Days(7));
            event.timeout_path = path;
        }
    })
}

fn add_path(activity: &mut Activity) {
    match &mut activity.kind {
        Kind::Event(event) => event.timeout_path = true,
        Kind::AudienceQualification(qualification) => qualification.timeout_path = true,
        _ => {}
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let listens = matches!(step.kind(), Kind::Event(_) | Kind::AudienceQualification(_));
        let Some(timeout) = step.kind().timeout().filter(|_| listens && !step.kind().timeout_path()) else { continue };
        let message = format!(
            "People who wait {timeout} in vain at {} go on as if the event had come; give them a path of their own.",
            survey.name(step)
        );
        findings
            .report(survey.field(step, "timeout_path"), message)
            .safe("Add the timeout path", survey.mend().step(step, add_path));
    }
}
