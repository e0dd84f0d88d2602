//! Business events keep to themselves.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "business-event-mix",
    aliases: &["aq-business-event"],
    family: Family::BusinessEvent,
    severity: Severity::Error,
    summary: "A journey with a business event has no unitary event and no audience qualification.",
    why: "People come in as an audience; nothing that concerns a single person can be listened for.",
    sources: &[source::GUARDRAILS],
    flagged: || Sketch::business().then(steps::event("event-paid")).with(timed).at("").then(steps::email()),
    passing: || Sketch::business().then(steps::wait(Duration::Days(7))).then(steps::email()),
    mending: Mending::Offers("Waits instead, as long as the event would have been listened for."),
    check: Check::Journey(check),
};

fn timed(activity: &mut crate::journey::Activity) {
    if let Kind::Event(event) = &mut activity.kind {
        event.timeout = Some(Duration::Days(7));
        event.timeout_path = true;
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(business) = survey.steps().find(|step| matches!(step.kind(), Kind::BusinessEvent(_))) else { return };
    for step in survey.steps() {
        if !matches!(step.kind(), Kind::Event(_) | Kind::AudienceQualification(_)) || step.arriving.is_empty() {
            continue;
        }
        let message =
            format!("{} cannot stand in a journey that begins with {}.", survey.title(step), survey.name(business));
        let wait = Kind::Wait(crate::journey::Wait::Duration(step.kind().timeout().unwrap_or_default()));
        findings
            .report(survey.place(step), message)
            .suggested("Wait instead", survey.mend().step(step, |activity| activity.kind = wait));
    }
}
