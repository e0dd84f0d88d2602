//! Rapid delivery is made for campaigns.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Kind, Medium};

pub(super) const RULE: Rule = Rule {
    id: "rapid-delivery-context",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Info,
    summary: "Rapid delivery of push notifications is made for campaigns.",
    why: "It is an add-on that sends one text to many people at once; a test run never uses it.",
    sources: &[source::CHANNEL_ACTION, source::PUSH],
    flagged: || rapid(true).at_step("push-2", "rapid_delivery"),
    passing: || rapid(false),
    mending: Mending::Offers("Sends the message as every other."),
    check: Check::Journey(check),
};

fn rapid(rapid_delivery: bool) -> Sketch {
    Sketch::event().then(steps::push()).with(|step| set(step, rapid_delivery))
}

fn set(step: &mut Activity, rapid_delivery: bool) {
    if let Kind::Message(message) = &mut step.kind {
        message.rapid_delivery = rapid_delivery;
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::Message(message) = step.kind() else { continue };
        if !message.rapid_delivery {
            continue;
        }
        let what = match message.medium {
            Medium::Push => "which is made for campaigns to many people at once",
            _ => "which push notifications alone have",
        };
        let text = format!("{} asks for rapid delivery, {what}.", survey.title(step));
        let edits = survey.mend().step(step, |step| set(step, false));
        findings.report(survey.field(step, "rapid_delivery"), text).suggested("Send it as every other", edits);
    }
}
