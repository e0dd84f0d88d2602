//! A multi action sends nothing.

use crate::check::example::{Sketch, steps};
use crate::check::survey::a;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind, Medium};

pub(super) const RULE: Rule = Rule {
    id: "multi-action-outbound",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "A multi action holds in-app messages, web and code-based experiences and content cards only.",
    why: "Messages that are sent stand in steps of their own, one after the other.",
    sources: &[source::CHANNEL_ACTION],
    flagged: || showing(&[Medium::InApp, Medium::Push]).at_step("multi-2", "messages.1.medium"),
    passing: || showing(&[Medium::InApp, Medium::Web]),
    mending: Mending::Offers("Takes the message out of it."),
    check: Check::Journey(check),
};

fn showing(media: &[Medium]) -> Sketch {
    Sketch::event().then(steps::multi(media)).then(steps::wait(Duration::Days(3)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::MultiAction(multi) = step.kind() else { continue };
        for (index, sent) in multi.messages.iter().enumerate().filter(|(_, message)| !message.medium.is_inbound()) {
            let message = format!(
                "Message {} of {} is sent, as {}; a multi action only shows messages in the app and on pages.",
                index + 1,
                survey.name(step),
                a(sent.medium.noun())
            );
            let edits = survey.mend().step(step, |step| {
                if let Kind::MultiAction(multi) = &mut step.kind {
                    multi.messages.remove(index);
                }
            });
            let finding = findings.report(survey.field(step, &format!("messages.{index}.medium")), message);
            finding.suggested(format!("Delete message {}", index + 1), edits);
        }
    }
}
