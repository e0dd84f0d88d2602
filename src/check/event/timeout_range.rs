//! A timeout of a listening step has a longest length.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "event-timeout-range",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Error,
    summary: "The timeout of an event is longer than nothing and at most 90 days.",
    why: "The platform refuses other timeouts, because everybody is taken out of a journey after 91 days.",
    sources: &[source::GENERAL_EVENTS],
    flagged: || waiting(120).at("timeout").then(steps::email()),
    passing: || waiting(60).then(steps::email()),
    mending: Mending::Offers("Brings the timeout into the range."),
    check: Check::Journey(check),
};

fn waiting(days: i64) -> Sketch {
    Sketch::event().then(steps::event("event-paid")).with(|activity| {
        set(activity, Duration::Days(days));
        if let Kind::Event(event) = &mut activity.kind {
            event.timeout_path = true;
        }
    })
}

fn set(activity: &mut Activity, timeout: Duration) {
    match &mut activity.kind {
        Kind::Event(event) => event.timeout = Some(timeout),
        Kind::AudienceQualification(qualification) => qualification.timeout = Some(timeout),
        _ => {}
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let longest = Duration::Days(survey.estate.numbers.max_timeout_days);
    for step in survey.steps() {
        if !matches!(step.kind(), Kind::Event(_) | Kind::AudienceQualification(_)) {
            continue;
        }
        let Some(timeout) = step.kind().timeout() else { continue };
        let place = survey.field(step, "timeout");
        if timeout.milliseconds() > longest.milliseconds() {
            let message = format!("{} gives up after {timeout}; at most {longest} are possible.", survey.title(step));
            let edits = survey.mend().step(step, |activity| set(activity, longest));
            findings.report(place, message).suggested(format!("Give up after {longest}"), edits);
        } else if timeout.amount() <= 0 {
            let one = timeout.with_amount(1);
            let edits = survey.mend().step(step, |activity| set(activity, one));
            findings
                .report(place, format!("{} gives up at once; enter a timeout.", survey.title(step)))
                .suggested(format!("Give up after {one}"), edits);
        }
    }
}
