//! Which messages can wait for the hour that suits each person.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Kind, SendTime};

pub(super) const RULE: Rule = Rule {
    id: "sto-channel",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "Only emails and push notifications go out at the hour that suits each person.",
    why: "The platform learns that hour from opens and clicks, which it knows of no other channel.",
    sources: &[source::SEND_TIME],
    flagged: || text_message(true).at("send_time"),
    passing: || text_message(false),
    mending: Mending::Offers("Sends the message at once."),
    check: Check::Journey(check),
};

fn text_message(suiting: bool) -> Sketch {
    Sketch::event().then(steps::sms()).with(|step| set(step, suiting.then(SendTime::default)))
}

fn set(step: &mut Activity, send_time: Option<SendTime>) {
    if let Kind::Message(message) = &mut step.kind {
        message.send_time = send_time;
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::Message(message) = step.kind() else { continue };
        if message.send_time.is_some() && !message.medium.has_send_time() {
            let text = format!(
                "{} cannot wait for the hour that suits each person; only emails and push notifications can.",
                survey.title(step)
            );
            let edits = survey.mend().step(step, |step| set(step, None));
            findings.report(survey.field(step, "send_time"), text).suggested("Send it at once", edits);
        }
    }
}
