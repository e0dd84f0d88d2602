//! Within how many hours the one that suits each person is picked.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Kind, SendTime};

pub(super) const RULE: Rule = Rule {
    id: "sto-window",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "The hour that suits each person is picked within 2 to 100 hours.",
    why: "The platform takes no other window; one of 6 to 24 hours works best.",
    sources: &[source::SEND_TIME],
    flagged: || within(200).at("send_time.within_hours"),
    passing: || within(24),
    mending: Mending::Offers("Takes the nearest number of hours that is possible."),
    check: Check::Journey(check),
};

fn within(hours: i64) -> Sketch {
    Sketch::event().then(steps::email()).with(|step| {
        if let Kind::Message(message) = &mut step.kind {
            message.send_time = Some(SendTime { within_hours: hours, ..SendTime::default() });
        }
    })
}

fn set(step: &mut Activity, hours: i64) {
    if let Kind::Message(message) = &mut step.kind
        && let Some(send_time) = &mut message.send_time
    {
        send_time.within_hours = hours;
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let (least, most) = survey.estate.numbers.send_time_hours;
    for step in survey.steps() {
        let Kind::Message(message) = step.kind() else { continue };
        // Of a message that cannot wait at all another rule speaks.
        let Some(send_time) = message.send_time.as_ref().filter(|_| message.medium.has_send_time()) else { continue };
        if (least..=most).contains(&send_time.within_hours) {
            continue;
        }
        let text = format!(
            "{} is to go out within {} hours; {least} to {most} are possible.",
            survey.title(step),
            send_time.within_hours
        );
        let nearest = send_time.within_hours.clamp(least, most);
        let edits = survey.mend().step(step, |step| set(step, nearest));
        let finding = findings.report(survey.field(step, "send_time.within_hours"), text);
        finding.suggested(format!("Send within {nearest} hours"), edits);
    }
}
