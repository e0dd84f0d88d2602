//! What goes out by rapid delivery says the same to everybody.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::template;
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "waymark-rapid-delivery-personalized",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "A push notification with rapid delivery holds no values of a person.",
    why: "It goes out so fast because one text serves everybody.",
    sources: &[source::PUSH],
    flagged: || {
        saying("Hello {{ #{ExperiencePlatform.ProfileFieldGroup.person.name.firstName} | default: \"there\" }}")
            .at_step("push-2", "body")
    },
    passing: || saying("Hello"),
    mending: Mending::None("Only the author knows what the message can do without."),
    check: Check::Journey(check),
};

fn saying(body: &'static str) -> Sketch {
    Sketch::event().then(steps::push()).with(|step| {
        if let Kind::Message(message) = &mut step.kind {
            (message.rapid_delivery, message.body) = (true, body.into());
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::Message(message) = step.kind() else { continue };
        for wording in message.wordings().filter(|_| message.rapid_delivery) {
            for (field, text) in [("subject", wording.subject), ("body", wording.body)] {
                if template::parse(text.as_str()).slots().next().is_some() {
                    let said = format!("{} goes out by rapid delivery and can name nobody.", survey.title(step));
                    findings.report(survey.field(step, &format!("{}{field}", wording.at)), said);
                }
            }
        }
    }
}
