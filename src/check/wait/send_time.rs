//! A wait for the hour that suits each person.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Kind, Medium, SendTimeMetric, SendTimeWait, Wait};

pub(super) const RULE: Rule = Rule {
    id: "wait-sto-range",
    aliases: &[],
    family: Family::Wait,
    severity: Severity::Error,
    summary: "A wait for the hour that suits each person is for emails (opens or clicks) or push notifications (opens), \
              within 2 to 100 hours.",
    why: "The platform learns that hour from opens and clicks, and takes no other window.",
    sources: &[source::SEND_TIME, source::WAIT],
    flagged: || within(1).at("wait.within_hours").then(steps::email()),
    passing: || within(12).then(steps::email()),
    mending: Mending::Offers("Takes the nearest number of hours that is possible, and opens for push notifications."),
    check: Check::Journey(check),
};

fn within(hours: i64) -> Sketch {
    Sketch::event().then(Kind::Wait(Wait::SendTime(SendTimeWait { within_hours: hours, ..SendTimeWait::default() })))
}

fn with(step: &mut Activity, change: impl FnOnce(&mut SendTimeWait)) {
    if let Kind::Wait(Wait::SendTime(wait)) = &mut step.kind {
        change(wait);
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let (least, most) = survey.estate.numbers.send_time_hours;
    for step in survey.steps() {
        let Kind::Wait(Wait::SendTime(wait)) = step.kind() else { continue };
        if !wait.medium.has_send_time() {
            let text = format!("{} is for a channel of which no hour is known to suit anybody.", survey.title(step));
            findings.report(survey.field(step, "wait.medium"), text);
        } else if wait.medium == Medium::Push && wait.metric == SendTimeMetric::Clicks {
            let text = format!("{} looks at clicks; of push notifications only opens are known.", survey.title(step));
            let edits = survey.mend().step(step, |step| with(step, |wait| wait.metric = SendTimeMetric::Opens));
            findings.report(survey.field(step, "wait.metric"), text).safe("Look at opens", edits);
        }
        if !(least..=most).contains(&wait.within_hours) {
            let text = format!(
                "{} lasts {} hours at most; {least} to {most} are possible.",
                survey.title(step),
                wait.within_hours
            );
            let nearest = wait.within_hours.clamp(least, most);
            let edits = survey.mend().step(step, |step| with(step, |wait| wait.within_hours = nearest));
            let finding = findings.report(survey.field(step, "wait.within_hours"), text);
            finding.suggested(format!("Wait {nearest} hours at most"), edits);
        }
    }
}
